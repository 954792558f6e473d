package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerSpec;

/** Prices by plain counting. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeCosts {
    private FakeCosts() {}

    /** Returns the model that counts weights, without biases, from what layers say they compute. */
    public static CostModel parameters() {
        return (inputShape, chain) ->
                chain.stream().mapToDouble(layer -> weights(layer.spec())).sum();
    }

    private static double weights(LayerSpec spec) {
        if (spec instanceof LayerSpec.Dense dense) {
            return (double) dense.in() * dense.out() / dense.groups();
        }
        if (spec instanceof LayerSpec.Convolution conv) {
            long kernel = conv.kernel().height() * conv.kernel().width();
            return (double) conv.in() * conv.out() * kernel / conv.groups();
        }
        return 0;
    }
}
