package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Hides from each step those behind it: of scores {@code [heads, steps, steps]} those above the diagonal become so low that a softmax
 * gives them nothing. In ONNX it is an {@code Add} of a constant.
 */
final class CausalMaskLayer implements Layer {
    private static final float HIDDEN = -1e30f;

    private final List<Long> shape;

    CausalMaskLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow();
        int rank = inputShape.size();
        if (rank < 2 || !inputShape.get(rank - 1).equals(inputShape.get(rank - 2))) {
            throw attributes.problem(
                    "it needs scores of steps among each other, [steps, steps], but reads " + inputShape);
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
    public void forward(LayerContext pass) {
        hide(pass, pass.input().array(), pass.output().overwrite(), HIDDEN);
    }

    @Override
    public void backward(LayerContext pass) {
        if (pass.wantsInputGradient()) {
            hide(pass, pass.outputGradient().array(), pass.inputGradient().overwrite(), 0);
        }
    }

    private void hide(LayerContext pass, INDArray from, INDArray to, double value) {
        pass.kernel().copy(from, to);
        long steps = shape.get(shape.size() - 1);
        INDArray matrices = to.reshape('c', to.length() / (steps * steps), steps, steps);
        for (long matrix = 0; matrix < matrices.size(0); matrix++) {
            for (long row = 0; row < steps; row++) {
                for (long column = row + 1; column < steps; column++) {
                    matrices.putScalar(matrix, row, column, value);
                }
            }
        }
    }
}
