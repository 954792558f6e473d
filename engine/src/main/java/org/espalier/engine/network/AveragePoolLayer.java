package org.espalier.engine.network;

import java.util.List;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Window;

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
        attributes.allow();
        attributes.requirePlanes(inputShape);
        Pair plane = new Pair(inputShape.get(1), inputShape.get(2));
        return new AveragePoolLayer(
                attributes.window(inputShape, plane, Pair.of(1), Pair.of(0), Pair.of(0), Pair.of(1)), false);
    }

    @Override
    public List<Long> outputShape() {
        return List.of((long) window.channels(), (long) window.outHeight(), (long) window.outWidth());
    }

    @Override
    public void forward(Pass pass) {
        pass.kernel().averagePool(window, countPadding, pass.input(), pass.output());
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel().averagePoolBackward(window, countPadding, pass.outputGradient(), pass.inputGradient());
        }
    }
}
