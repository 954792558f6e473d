package org.espalier.engine.network;

import java.util.List;
import org.espalier.engine.kernel.Activation;

/** ONNX {@code Relu}, {@code Tanh} and {@code Sigmoid}. */
final class ActivationLayer implements Layer {
    private final Activation activation;
    private final List<Long> shape;

    ActivationLayer(Activation activation, List<Long> inputShape) {
        this.activation = activation;
        shape = inputShape;
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public void forward(Pass pass) {
        pass.kernel().activate(activation, pass.input(), pass.output());
    }

    @Override
    public void backward(Pass pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel().activateBackward(activation, pass.output(), pass.outputGradient(), pass.inputGradient());
        }
    }
}
