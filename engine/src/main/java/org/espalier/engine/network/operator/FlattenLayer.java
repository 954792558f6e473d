package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.LayerContext;

/** ONNX {@code Flatten} with {@code axis = 1}: the same memory under another shape. */
final class FlattenLayer implements Layer {
    private final long features;

    FlattenLayer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("axis");
        if (attributes.number("axis", 1) != 1) {
            throw attributes.problem("only axis 1 can be run, but it is " + attributes.number("axis", 1));
        }
        features = inputShape.stream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public List<Long> outputShape() {
        return List.of(features);
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
