package org.espalier.plugins.regrowth;

import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.plugin.Preset;
import org.espalier.api.train.TrainingHook;

/** The published methods: as a policy the masks alone, as a training hook with cadence and whatever else they need. */
final class RegrowthPresets {
    private RegrowthPresets() {}

    static List<Preset> all() {
        return Stream.concat(policies().stream(), hooks().stream()).toList();
    }

    private static List<Preset> policies() {
        return List.of(
                policy("static", "random masks that stay", "{ drop-grow: { drop: { shed: { fraction: 0 } } } }"),
                policy(
                        "set",
                        "SET: drops the smallest of each sign, grows at random (Mocanu et al. 2018)",
                        "{ drop-grow: { drop: { shed: { fraction: 0.3, each-sign: true } }, restart: true, initial: er } }"),
                policy(
                        "rigl",
                        "RigL: drops the smallest, grows by gradient (Evci et al. 2020)",
                        "{ drop-grow: { drop: { shed: { fraction: 0.3, schedule: cosine } }, grow: gradient } }"),
                policy(
                        "sparse-momentum",
                        "grows by momentum, in layers of much momentum (Dettmers and Zettlemoyer 2019)",
                        "{ drop-grow: { drop: shed-sparing, grow: momentum, redistribution: { mean-score: momentum },"
                                + " restart: true, keep-slots: true, make-up: true, initial: uniform } }"),
                policy(
                        "sparse-momentum-from-adam",
                        "sparse momentum with Adam's mean gradients",
                        "{ sparse-momentum: { drop: { shed-sparing: { contribution: adam-momentum } }, grow:"
                                + " adam-momentum, redistribution: { mean-score: adam-momentum } } }"),
                policy(
                        "dsr",
                        "one adaptive threshold, grows where much survives (Mostafa and Wang 2019)",
                        "{ drop-grow: { drop: shed-below, redistribution: rewire-scaling, regrow-dropped: false,"
                                + " initial: uniform } }"),
                policy(
                        "deep-r",
                        "replaces what crossed zero at random (Bellec et al. 2018)",
                        "{ drop-grow: { drop: shed-crossed, restart: true } }"),
                policy("dynamic-network-surgery", "cuts and splices (Guo, Yao and Chen 2016)", "surgery"),
                policy("top-kast", "runs with few, trains more (Jayakumar et al. 2020)", "forward-backward"),
                policy("ac-dc", "compresses and decompresses in turns (Peste et al. 2021)", "alternate"),
                policy(
                        "movement",
                        "prunes by trained scores (Sanh, Wolf and Rush 2020)",
                        "{ prune: { criterion: movement, distribution: uniform, schedule: cubic, keep: 0.1, revive: true"
                                + " } }"));
    }

    private static List<Preset> hooks() {
        return List.of(
                hook(
                        "static",
                        "random masks that stay",
                        "{ sparsify: { every: { epochs: 1, until: 0 }, policy: static } }"),
                hook(
                        "set",
                        "SET at the end of every epoch but the last (Mocanu et al. 2018)",
                        "{ sparsify: { every: { epochs: 1, until: 0.99 }, policy: set } }"),
                hook(
                        "rigl",
                        "RigL every 100 steps, in place of the weights' update (Evci et al. 2020)",
                        "{ sparsify: { every: { steps: 100, until: 0.75 }, policy: rigl, replaces-update: true } }"),
                hook(
                        "sparse-momentum",
                        "sparse momentum at the end of every epoch but the last (Dettmers and Zettlemoyer 2019)",
                        momentum("sparse-momentum")),
                hook(
                        "sparse-momentum-from-adam",
                        "sparse momentum with Adam, at the end of every epoch but the last",
                        momentum("sparse-momentum-from-adam")),
                hook(
                        "dsr",
                        "dynamic sparse reparameterization every 100 steps (Mostafa and Wang 2019)",
                        "{ sparsify: { every: { steps: 100, until: 0.95 }, policy: dsr } }"),
                hook(
                        "deep-r",
                        "DEEP R at every step, for plain SGD (Bellec et al. 2018)",
                        "{ together: { weights: { parameterize: { with: signed-theta, regularizers: [ active-l1 ] } },"
                                + " noise: walk, masks: { sparsify: { every: { steps: 1 }, policy: deep-r } } } }"),
                hook(
                        "deep-r-langevin",
                        "DEEP R as the DSR paper compares with it: other noise, not what was just dropped",
                        "{ deep-r: { noise: { walk: { deviation: 4.5e-4, last-deviation: 4.5e-9, schedule: { exponential: 1e-5 } }"
                                + " }, masks: { sparsify: { policy: { deep-r: { regrow-dropped: false } } } } } }"),
                hook(
                        "soft-deep-r",
                        "soft DEEP R, for plain SGD: weights fall asleep and wake up (Bellec et al. 2018)",
                        "{ together: { weights: { parameterize: { with: soft-signed-theta, regularizers: [ active-l1 ] }"
                                + " }, noise: { walk: { everywhere: true } } } }"),
                hook(
                        "dynamic-network-surgery",
                        "surgery at ever rarer steps of the first half (Guo, Yao and Chen 2016)",
                        "{ together: { weights: { parameterize: straight-through }, masks: { sparsify: { every: { steps: 1,"
                                + " until: 0.5, skipping: surgery-rate }, policy: dynamic-network-surgery } } } }"),
                hook(
                        "top-kast",
                        "Top-KAST every 100 steps (Jayakumar et al. 2020)",
                        "{ together: { weights: { parameterize: hard }, masks: { sparsify: { every: { steps: 100 },"
                                + " policy: top-kast } } } }"),
                hook(
                        "ac-dc",
                        "AC/DC with phases of five epochs (Peste et al. 2021)",
                        "{ sparsify: { every: { epochs: 5, from: 0.1, until: 0.85 }, policy: ac-dc } }"),
                hook(
                        "movement",
                        "movement pruning (Sanh, Wolf and Rush 2020)",
                        "{ together: { weights: { parameterize: movement }, masks: { sparsify: { every: { steps: 10, from:"
                                + " 0.1, until: 0.8 }, policy: movement } } } }"));
    }

    private static String momentum(String policy) {
        return "{ together: { weights: { parameterize: dense-gradient }, masks: { sparsify: { every: { epochs: 1, until:"
                + " 0.99 }, policy: " + policy + " } } } }";
    }

    private static Preset policy(String name, String summary, String composition) {
        return new Preset(MaskPolicy.class, name, summary, composition);
    }

    private static Preset hook(String name, String summary, String composition) {
        return new Preset(TrainingHook.class, name, summary, composition);
    }
}
