package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;

/** Prices by plain counting. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeCosts {
    private FakeCosts() {}

    /** Returns the model that counts weights, without biases, from what layers say they compute. */
    public static CostModel parameters() {
        return chain ->
                chain.stream().mapToDouble(layer -> weights(layer.spec())).sum();
    }

    /** Returns views of a chain that takes the place of {@code layer}, to be priced. */
    public static List<LayerView> views(LayerView layer, Factorization.Chain chain) {
        var views = new ArrayList<LayerView>();
        for (int i = 0; i < chain.layers().size(); i++) {
            LayerSpec spec = chain.layers().get(i);
            var shape = new ArrayList<>(layer.outputShape());
            shape.set(0, width(spec));
            var id = new LayerId(layer.id() + "." + (i + 1));
            views.add(new LayerView(id, spec, List.of(), layer.inputs(), shape));
        }
        return views;
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

    private static long width(LayerSpec spec) {
        if (spec instanceof LayerSpec.Dense dense) {
            return dense.out();
        }
        if (spec instanceof LayerSpec.Convolution conv) {
            return conv.out();
        }
        throw new IllegalArgumentException("a factor is a dense layer or a convolution but this is " + spec.kind());
    }
}
