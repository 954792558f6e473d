package org.espalier.engine.network.operator;

import java.util.List;
import org.espalier.engine.kernel.Pointwise;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;

/** ONNX {@code Mul} by one number that is not trained, such as attention's {@code 1 / √width}. */
record Factor(double factor) implements Pointwise {
    /** Makes the layer. */
    static Layer layer(Attributes attributes, List<Long> inputShape) {
        attributes.allow("factor");
        return new ActivationLayer(new Factor(attributes.real("factor", 1)), inputShape);
    }

    @Override
    public double apply(double x) {
        return factor * x;
    }

    @Override
    public double slope(double x, double y) {
        return factor;
    }

    @Override
    public boolean needsInput() {
        return false;
    }
}
