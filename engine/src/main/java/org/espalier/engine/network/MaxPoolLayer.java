package org.espalier.engine.network;

import java.util.List;
import org.espalier.engine.kernel.Window;

/** ONNX {@code MaxPool} in two dimensions. */
final class MaxPoolLayer implements Layer {
    private final Window window;

    MaxPoolLayer(Attributes attributes, List<Long> inputShape) {
        window = attributes.poolingWindow(inputShape, "storage_order");
    }

    @Override
    public List<Long> outputShape() {
        return List.of((long) window.channels(), (long) window.outHeight(), (long) window.outWidth());
    }

    @Override
    public long indices() {
        return (long) window.channels() * window.positions();
    }

    @Override
    public void forward(Pass pass) {
        pass.kernel().maxPool(window, pass.input(), pass.output(), pass.indices());
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel().maxPoolBackward(window, pass.outputGradient(), pass.indices(), pass.inputGradient());
        }
    }
}
