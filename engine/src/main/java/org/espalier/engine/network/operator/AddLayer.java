package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Add} and {@code Sum} of inputs of one shape: what closes a residual block. */
final class AddLayer implements Layer {
    private final List<Long> shape;

    AddLayer(Attributes attributes, List<List<Long>> inputShapes) {
        attributes.allow();
        shape = inputShapes.get(0);
        for (List<Long> other : inputShapes) {
            if (!other.equals(shape)) {
                throw attributes.problem("all it adds must have one shape, but it reads " + inputShapes);
            }
        }
    }

    @Override
    public List<Long> outputShape() {
        return shape;
    }

    @Override
    public Memory memory() {
        return Memory.SUM;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public void forward(LayerContext pass) {
        List<Value> inputs = pass.inputs();
        if (inputs.size() == 1) {
            pass.kernel().copy(pass.input(), pass.output());
            return;
        }
        pass.kernel().add(inputs.get(0), inputs.get(1), pass.output());
        for (Value input : inputs.subList(2, inputs.size())) {
            pass.kernel().add(input, pass.output(), pass.output());
        }
    }

    @Override
    public void backward(LayerContext pass) {}
}
