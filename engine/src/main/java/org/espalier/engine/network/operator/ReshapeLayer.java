package org.espalier.engine.network.operator;

import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Reshape}, {@code Squeeze} and {@code Unsqueeze} of the axes behind the batch: the same memory under another shape. */
final class ReshapeLayer implements Layer {
    private final List<Long> outputShape;

    private ReshapeLayer(List<Long> outputShape) {
        this.outputShape = List.copyOf(outputShape);
    }

    /** Takes the shape of one example; one extent may be −1, for what is left. */
    static ReshapeLayer reshape(Attributes attributes, List<Long> inputShape) {
        attributes.allow("shape");
        var shape = new ArrayList<>(attributes.numbers("shape"));
        long size = size(inputShape);
        int open = shape.indexOf(-1L);
        if (open >= 0) {
            shape.set(open, 1L);
            long rest = size(shape);
            shape.set(open, rest > 0 && size % rest == 0 ? size / rest : 0L);
        }
        if (shape.stream().anyMatch(extent -> extent < 1) || size(shape) != size) {
            throw attributes.problem("an example of shape " + inputShape + " cannot be reshaped to "
                    + attributes.numbers("shape") + " (the batch axis is not named)");
        }
        return new ReshapeLayer(shape);
    }

    static ReshapeLayer squeeze(Attributes attributes, List<Long> inputShape) {
        attributes.allow("axes");
        List<Long> axes = attributes.numbers("axes");
        var shape = new ArrayList<Long>();
        for (int i = 0; i < inputShape.size(); i++) {
            if (!axes.contains(i + 1L)) {
                shape.add(inputShape.get(i));
            }
        }
        if (size(shape) != size(inputShape) || shape.size() != inputShape.size() - axes.size()) {
            throw attributes.problem("axes " + axes + " of an example of shape " + inputShape
                    + " cannot be squeezed out: they must be there and of extent 1; axis 0 is the batch");
        }
        return new ReshapeLayer(shape);
    }

    static ReshapeLayer unsqueeze(Attributes attributes, List<Long> inputShape) {
        attributes.allow("axes");
        var shape = new ArrayList<>(inputShape);
        for (long axis : attributes.numbers("axes").stream().sorted().toList()) {
            if (axis < 1 || axis > shape.size() + 1) {
                throw attributes.problem("there is no axis " + axis + " to add to an example of shape " + inputShape
                        + "; axis 0 is the batch");
            }
            shape.add((int) axis - 1, 1L);
        }
        return new ReshapeLayer(shape);
    }

    private static long size(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public List<Long> outputShape() {
        return outputShape;
    }

    @Override
    public Memory memory() {
        return Memory.RESHAPED;
    }

    @Override
    public void forward(LayerContext pass) {}

    @Override
    public void backward(LayerContext pass) {}
}
