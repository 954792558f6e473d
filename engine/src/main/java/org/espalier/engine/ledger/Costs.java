package org.espalier.engine.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/** Prices parameters by the rule that {@link Ledgers#RULE} states. */
final class Costs {
    private Costs() {}

    /**
     * Returns the FLOPs for one example of a layer's work.
     *
     * @param used how many elements of a parameter are counted
     */
    static long flops(LayerView layer, ToLongFunction<ParamInfo> used) {
        long flops = 0;
        Set<ParamInfo> factors = new HashSet<>();
        for (FactoredMatrix matrix : layer.factored()) {
            factors.addAll(List.of(matrix.left(), matrix.right()));
            flops += flops(layer, matrix);
        }
        for (ParamInfo info : layer.params()) {
            flops += factors.contains(info) ? 0 : flops(layer, info, used.applyAsLong(info));
        }
        return flops;
    }

    /** The factors are multiplied once, and the product, which has no zeros to leave out, is used as a whole. */
    private static long flops(LayerView layer, FactoredMatrix matrix) {
        long elements = Math.multiplyExact(matrix.rows(), matrix.columns());
        return Math.multiplyExact(2 * elements, matrix.rank() + layer.positions());
    }

    private static long flops(LayerView layer, ParamInfo info, long used) {
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
