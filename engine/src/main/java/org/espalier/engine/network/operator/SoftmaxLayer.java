package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Softmax} along the last axis. */
final class SoftmaxLayer implements Layer {
    private final List<Long> shape;

    SoftmaxLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("axis");
        long axis = attributes.number("axis", -1);
        if (axis != -1 && axis != inputShape.size()) {
            throw attributes.problem("only the last axis can be run, but it is " + axis);
        }
        shape = inputShape;
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public boolean needsOutput() {
        return true;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().normalization().softmax(pass.input(), pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsInputGradient()) {
            pass.kernel().normalization().softmaxBackward(pass.output(), pass.outputGradient(), pass.inputGradient());
        }
    }
}
