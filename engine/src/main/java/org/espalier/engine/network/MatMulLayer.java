package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.kernel.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** ONNX {@code MatMul} of two things that flow: for each example, and for each further axis in front, a product of matrices. */
final class MatMulLayer implements Layer {
    private final int axes;
    private final List<Long> outputShape;

    MatMulLayer(Attributes attributes, List<List<Long>> inputShapes) {
        attributes.allow();
        if (inputShapes.size() != 2) {
            throw attributes.problem("it multiplies two inputs but reads " + inputShapes.size());
        }
        List<Long> a = inputShapes.get(0);
        List<Long> b = inputShapes.get(1);
        axes = a.size();
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
    public void forward(Pass pass) {
        each(
                pass.kernel(),
                pass.inputs().get(0).array(),
                false,
                pass.inputs().get(1).array(),
                false,
                pass.output().overwrite());
    }

    @Override
    public void backward(Pass pass) {
        INDArray gradient = pass.outputGradient().array();
        if (pass.wantsInputGradient(0)) {
            INDArray right = pass.inputs().get(1).array();
            each(
                    pass.kernel(),
                    gradient,
                    false,
                    right,
                    true,
                    pass.inputGradient(0).overwrite());
        }
        if (pass.wantsInputGradient(1)) {
            INDArray left = pass.inputs().get(0).array();
            each(
                    pass.kernel(),
                    left,
                    true,
                    gradient,
                    false,
                    pass.inputGradient(1).overwrite());
        }
    }

    private static void each(
            Kernel kernel, INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray product) {
        INDArray left = matrices(a);
        INDArray right = matrices(b);
        INDArray result = matrices(product);
        for (int i = 0; i < result.size(0); i++) {
            kernel.multiply(left.slice(i), transposeA, right.slice(i), transposeB, result.slice(i), false);
        }
    }

    private static INDArray matrices(INDArray array) {
        long rows = array.size(-2);
        long columns = array.size(-1);
        return array.reshape('c', array.length() / (rows * columns), rows, columns);
    }
}
