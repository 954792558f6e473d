package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Transpose} of the axes behind the batch. */
final class TransposeLayer implements Layer {
    private final int[] order;
    private final int[] back;
    private final List<Long> outputShape;

    TransposeLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("perm");
        List<Long> perm = attributes.numbers("perm");
        int rank = inputShape.size() + 1;
        if (perm.size() != rank
                || perm.get(0) != 0
                || perm.stream().distinct().count() != rank
                || perm.stream().anyMatch(axis -> axis < 0 || axis >= rank)) {
            throw attributes.problem("perm must name each of the " + rank
                    + " axes once and leave axis 0, the batch, in front, but is " + perm);
        }
        order = new int[rank];
        back = new int[rank];
        var shape = new ArrayList<Long>();
        for (int axis = 0; axis < rank; axis++) {
            order[axis] = Math.toIntExact(perm.get(axis));
            back[order[axis]] = axis;
            if (axis > 0) {
                shape.add(inputShape.get(order[axis] - 1));
            }
        }
        outputShape = List.copyOf(shape);
    }

    @Override
    public List<Long> outputShape() {
        return outputShape;
    }

    @Override
    public boolean needsInput() {
        return false;
    }

    @Override
    public void forward(LayerContext pass) {
        pass.kernel().arrangement().transpose(pass.input(), order, pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        pass.kernel().arrangement().transpose(pass.outputGradient(), back, pass.inputGradient());
    }
}
