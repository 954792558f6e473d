package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code MatMul} of two things that flow: for each example, and for each further axis in front, a product of matrices. */
final class MatMulLayer implements Layer {
    private final List<Long> outputShape;

    MatMulLayer(Attributes attributes, List<List<Long>> inputShapes) {
        attributes.allow();
        if (inputShapes.size() != 2) {
            throw attributes.problem("it multiplies two inputs but reads " + inputShapes.size());
        }
        List<Long> a = inputShapes.get(0);
        List<Long> b = inputShapes.get(1);
        int axes = a.size();
        if (axes < 2
                || b.size() != axes
                || !a.subList(0, axes - 2).equals(b.subList(0, axes - 2))
                || !a.get(axes - 1).equals(b.get(axes - 2))) {
            throw attributes.problem("matrices of shapes " + a + " and " + b + " cannot be multiplied");
        }
        var shape = new ArrayList<>(a);
        shape.set(axes - 1, b.get(axes - 1));
        outputShape = List.copyOf(shape);
    }

    @Override
    public List<Long> outputShape() {
        return outputShape;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().multiplyEach(pass.inputs().get(0), false, pass.inputs().get(1), false, pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsInputGradient(0)) {
            pass.kernel()
                    .multiplyEach(pass.outputGradient(), false, pass.inputs().get(1), true, pass.inputGradient(0));
        }
        if (pass.wantsInputGradient(1)) {
            pass.kernel().multiplyEach(pass.inputs().get(0), true, pass.outputGradient(), false, pass.inputGradient(1));
        }
    }
}
