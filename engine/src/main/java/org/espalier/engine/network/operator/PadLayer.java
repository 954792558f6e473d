package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Pad} with constants, along any axis but the batch's. */
final class PadLayer implements Layer {
    private final double constant;
    private final int[] before;
    private final List<Long> outputShape;

    PadLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("pads", "value");
        constant = attributes.real("value", 0);
        int rank = inputShape.size() + 1;
        List<Long> pads = attributes.numbers("pads");
        if (pads.size() != 2 * rank || pads.get(0) != 0 || pads.get(rank) != 0) {
            throw attributes.problem("pads must be " + 2 * rank
                    + " numbers, those before each axis and those behind, and leave the batch alone, but are " + pads);
        }
        before = new int[rank];
        var shape = new ArrayList<Long>();
        for (int axis = 1; axis < rank; axis++) {
            before[axis] = Math.toIntExact(pads.get(axis));
            shape.add(inputShape.get(axis - 1) + pads.get(axis) + pads.get(rank + axis));
        }
        if (pads.stream().anyMatch(pad -> pad < 0)) {
            throw attributes.problem("pads must not be negative but are " + pads);
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
        pass.kernel().arrangement().pad(pass.input(), before, constant, pass.output());
    }

    @Override
    public void backward(LayerContext pass) {
        pass.kernel().arrangement().crop(pass.outputGradient(), before, pass.inputGradient());
    }
}
