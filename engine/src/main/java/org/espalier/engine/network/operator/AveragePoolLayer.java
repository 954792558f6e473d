package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code AveragePool} and {@code GlobalAveragePool} in two dimensions. */
final class AveragePoolLayer implements Layer {
    private final Window window;
    private final boolean countPadding;

    private AveragePoolLayer(Window window, boolean countPadding) {
        this.window = window;
        this.countPadding = countPadding;
    }

    static AveragePoolLayer sliding(Attributes attributes, List<Long> inputShape) {
        boolean countPadding = attributes.flag("count_include_pad");
        return new AveragePoolLayer(attributes.poolingWindow(inputShape, "count_include_pad"), countPadding);
    }

    static AveragePoolLayer global(Attributes attributes, List<Long> inputShape) {
        return new AveragePoolLayer(attributes.wholePlane(inputShape), false);
    }

    @Override
    public List<Long> outputShape() {
        return List.of((long) window.channels(), (long) window.outHeight(), (long) window.outWidth());
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().pooling().average(window, countPadding, pass.input(), pass.output(), pass.workspace());
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel()
                    .pooling()
                    .averageBackward(
                            window, countPadding, pass.outputGradient(), pass.inputGradient(), pass.workspace());
        }
    }
}
