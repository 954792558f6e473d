package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Glob;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.mask.MaskStore;
import org.espalier.engine.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters that are not trained as they run: latent arrays stand in their place, from which the weights to run with are
 * computed, and often the masks too.
 */
final class Parameterizations {
    private final Map<ParamId, Trained> trained = new LinkedHashMap<>();
    private final LatentPass pass = new LatentPass();

    /** What is trained in place of one parameter. */
    record Trained(Parameterization parameterization, List<Regularizer> regularizers, Latent latent) {
        /**
         * Throws when a penalty looks at what is not there.
         *
         * @param id whose weights are trained so
         */
        void requireExtras(ParamId id) {
            for (Regularizer regularizer : regularizers) {
                for (String extra : regularizer.needs()) {
                    if (!latent.trainable().containsKey(extra)
                            && !latent.constant().containsKey(extra)) {
                        throw new IllegalArgumentException("a penalty on '" + id + "' needs the weights' '" + extra
                                + "', which their parameterization does not have. Leave the penalty out, or choose the"
                                + " parameterization that it is made for");
                    }
                }
            }
        }

        Trained with(Latent next) {
            return new Trained(parameterization, regularizers, next);
        }
    }

    /** Returns all of them, to be changed in place by who begins, ends or brings back some. */
    Map<ParamId, Trained> trained() {
        return trained;
    }

    boolean has(ParamId id) {
        return trained.containsKey(id);
    }

    /** Makes the masks that follow from latent arrays, before anything about those arrays changes. */
    void settle(MaskStore store) {
        pass.settle(store);
    }

    /** Forgets masks that would follow, because others were put in force. */
    void forget() {
        pass.forget();
    }

    /** Returns the share of weights that are alive, in [0, 1], without making masks. */
    double density(MaskSet masks) {
        return pass.density(masks);
    }

    /** Takes grown weights into the latent arrays. */
    void admit(ParamInfo param, Mask grown, INDArray values) {
        trained.computeIfPresent(
                param.id(),
                (id, each) -> each.with(each.parameterization().admit(param, each.latent(), grown, values)));
    }

    /** Goes on from another dense array, which becomes this one's own; extras stay. */
    void retrain(ParamId id, INDArray dense) {
        trained.computeIfPresent(id, (key, each) -> each.with(each.latent().withDense(dense)));
    }

    /**
     * Replaces the penalties of matching parameters.
     *
     * @throws IllegalArgumentException when none matches
     */
    void regularize(List<Regularizer> regularizers, String pattern) {
        Glob names = Glob.of(pattern);
        List<ParamId> matching =
                trained.keySet().stream().filter(names::matches).toList();
        if (matching.isEmpty()) {
            throw new IllegalArgumentException("no parameter that matches '" + pattern
                    + "' is trained through a parameterization; these are: " + trained.keySet());
        }
        List<Regularizer> next = List.copyOf(regularizers);
        matching.forEach(id -> trained.computeIfPresent(id, (key, each) -> {
            var penalized = new Trained(each.parameterization(), next, each.latent());
            penalized.requireExtras(id);
            return penalized;
        }));
    }

    /** Takes matching parameters out and returns what they were. */
    Map<ParamId, Trained> end(String pattern) {
        Glob names = Glob.of(pattern);
        var ended = new LinkedHashMap<>(trained);
        ended.keySet().removeIf(id -> !names.matches(id));
        trained.keySet().removeAll(ended.keySet());
        return ended;
    }

    /** Computes the weights to run with, and takes over masks that follow from the latent arrays. */
    void computeEffective(NetworkView view, Network network, MaskStore store) {
        trained.forEach((id, each) -> pass.run(view.param(id), each, store, network.weight(id)));
    }

    /** Takes over the latent arrays of a parameter that were moved: mends them, and computes the weights to run with. */
    void moved(ParamInfo param, INDArray weight, MaskStore store) {
        trained.computeIfPresent(param.id(), (id, each) -> {
            boolean decides = each.parameterization() instanceof Elementwise map && map.decides();
            if (decides) {
                pass.run(param, each, store, weight);
            }
            return decides && !needsRepair(param, each) ? each : repaired(param, each, weight, store);
        });
    }

    private boolean needsRepair(ParamInfo param, Trained each) {
        return each.parameterization().needsRepair(pass.alive(param), param.rowSize());
    }

    private Trained repaired(ParamInfo param, Trained each, INDArray weight, MaskStore store) {
        settle(store);
        Latent mended = each.parameterization()
                .repair(param, each.latent(), store.masks().get(param.id()));
        Trained next = each.with(mended);
        pass.run(param, next, store, weight);
        return next;
    }
}
