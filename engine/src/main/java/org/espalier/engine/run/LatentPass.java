package org.espalier.engine.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization.Effective;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.LatentKernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.mask.MaskStore;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes weights to run with from latent arrays. Masks that follow from the arrays are made when somebody asks for
 * them; until then, only what is alive is counted.
 */
final class LatentPass {
    private final Map<ParamId, int[]> counts = new HashMap<>();
    private final Map<ParamId, Parameterizations.Trained> behind = new HashMap<>();

    /** Writes one parameter's effective weights. */
    void run(ParamInfo param, Parameterizations.Trained trained, MaskStore store, INDArray weight) {
        ParamId id = param.id();
        if (trained.parameterization() instanceof Elementwise map) {
            Mask mask = map.decides() ? null : store.masks().get(id);
            kernel(weight).forward(map, trained.latent().dense(), extra(map, trained), mask, weight, alive(param));
            if (map.decides()) {
                behind.put(id, trained);
            }
            return;
        }
        MaskSet masks = store.masks();
        Effective effective = trained.parameterization().effective(param, trained.latent(), masks.get(id));
        Flat.write(weight, Flat.copy(effective.weight()));
        if (!effective.mask().equals(masks.get(id))) {
            store.restore(masks.with(id, effective.mask()));
        }
    }

    /** Returns how many weights of each output row were alive at the last pass of a map that decides by itself. */
    int[] alive(ParamInfo param) {
        return counts.computeIfAbsent(
                param.id(), id -> new int[Math.toIntExact(param.shape().get(0))]);
    }

    /** Puts the masks in force that follow from the last pass. */
    void settle(MaskStore store) {
        if (behind.isEmpty()) {
            return;
        }
        MaskSet masks = store.masks();
        for (var entry : behind.entrySet()) {
            Parameterizations.Trained trained = entry.getValue();
            INDArray dense = trained.latent().dense();
            if (trained.parameterization() instanceof Elementwise map) {
                masks = masks.with(entry.getKey(), kernel(dense).alive(map, dense, extra(map, trained)));
            }
        }
        behind.clear();
        store.restore(masks);
    }

    /** Forgets what the last pass said, because masks were put in force by somebody else. */
    void forget() {
        behind.clear();
    }

    /** Returns the share of weights that are alive, in [0, 1], without making masks. */
    double density(MaskSet masks) {
        long alive = 0;
        for (var entry : masks.byId().entrySet()) {
            int[] rows = counts.get(entry.getKey());
            alive += behind.containsKey(entry.getKey()) && rows != null
                    ? Arrays.stream(rows).asLongStream().sum()
                    : entry.getValue().alive();
        }
        return masks.size() == 0 ? 1 : (double) alive / masks.size();
    }

    static @Nullable INDArray extra(Elementwise map, Parameterizations.Trained trained) {
        return map.extra().isEmpty() ? null : trained.latent().trainable().get(map.extra());
    }

    private static LatentKernel kernel(INDArray array) {
        return Kernels.of(array.dataType()).latents();
    }
}
