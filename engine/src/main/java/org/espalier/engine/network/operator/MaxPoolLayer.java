package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.kernel.Window;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code MaxPool} and {@code GlobalMaxPool} in two dimensions. */
final class MaxPoolLayer implements Layer {
    private final Window window;

    private MaxPoolLayer(Window window) {
        this.window = window;
    }

    static MaxPoolLayer sliding(Attributes attributes, List<Long> inputShape) {
        return new MaxPoolLayer(attributes.poolingWindow(inputShape, "storage_order"));
    }

    static MaxPoolLayer global(Attributes attributes, List<Long> inputShape) {
        return new MaxPoolLayer(attributes.wholePlane(inputShape));
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
        pass.kernel().pooling().max(window, pass.input(), pass.output(), pass.workspace());
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel().pooling().maxBackward(window, pass.outputGradient(), pass.inputGradient(), pass.workspace());
        }
    }
}
