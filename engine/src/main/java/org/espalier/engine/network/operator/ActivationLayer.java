package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.kernel.Pointwise;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** An element-wise function: ONNX {@code Relu}, {@code Tanh} and their like. */
final class ActivationLayer implements Layer {
    private final Pointwise function;
    private final List<Long> shape;

    ActivationLayer(Pointwise function, List<Long> inputShape) {
        this.function = function;
        shape = inputShape;
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public Memory memory() {
        return Memory.IN_PLACE;
    }

    @Override
    public boolean needsInput() {
        return function.needsInput();
    }

    @Override
    public boolean needsOutput() {
        return true;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().activate(function, pass.input(), pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel()
                    .activateBackward(
                            function, pass.input(), pass.output(), pass.outputGradient(), pass.inputGradient());
        }
    }
}
