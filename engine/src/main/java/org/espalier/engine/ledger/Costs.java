package org.espalier.engine.ledger;

import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/** Prices parameters by the rule that {@link Ledgers#RULE} states. */
final class Costs {
    private Costs() {}

    /** Returns the FLOPs for one example of a layer's work with {@code used} elements of one of its parameters. */
    static long flops(LayerView layer, ParamInfo info, long used) {
        if (info.prunable()) {
            return Math.multiplyExact(2 * used, layer.positions());
        }
        boolean bias = hasBias(layer.spec()) && info.shape().size() == 1;
        return bias ? Math.multiplyExact(used, layer.positions()) : 0;
    }

    private static boolean hasBias(LayerSpec spec) {
        if (spec instanceof LayerSpec.Dense dense) {
            return dense.bias();
        }
        return spec instanceof LayerSpec.Convolution convolution && convolution.bias();
    }
}
