package org.espalier.plugins.magnitude;

import java.util.List;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.plugin.Preset;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.TrainingHook;

/**
 * Names for the ways in which pruning by magnitude is usually put together.
 *
 * <p>Departures: what ranks weights here ranks those of all layers together. Zhu and Gupta 2017 bring each layer to the same
 * sparsity. Frankle and Carbin 2019 prune LeNet-300-100 layer by layer, and the output layer at half the rate. Han et al. 2015
 * cut each layer at a threshold of its own, which is the policy {@code threshold}, and retrain at a lower learning rate.
 */
final class MagnitudePresets {
    private MagnitudePresets() {}

    static List<Preset> all() {
        return List.of(
                new Preset(
                        MaskPolicy.class,
                        "magnitude-one-shot",
                        "keeps the largest tenth of all weights, at once",
                        "{ prune: { criterion: magnitude, distribution: global, keep: 0.1 } }"),
                new Preset(
                        MaskPolicy.class,
                        "magnitude-round",
                        "keeps four of five living weights: one round of iterative pruning",
                        "{ prune: { criterion: magnitude, distribution: global, keep: 0.8, of: alive } }"),
                new Preset(
                        MaskPolicy.class,
                        "magnitude-gradual",
                        "down to a tenth along a cubic, all weights competing each time (Zhu and Gupta 2017)",
                        "{ prune: { criterion: magnitude, distribution: global, schedule: cubic, keep: 0.1, revive:"
                                + " true } }"),
                new Preset(
                        TrainingHook.class,
                        "gradual-magnitude",
                        "prunes gradually during the first three quarters of a training",
                        "{ sparsify: { every: { steps: 100, until: 0.75 }, policy: magnitude-gradual } }"),
                new Preset(
                        Stage.class,
                        "prune-by-magnitude",
                        "prunes once, before or after training",
                        "{ prune: { policy: magnitude-one-shot } }"),
                new Preset(
                        Stage.class,
                        "iterative-magnitude",
                        "ten rounds of pruning, clearing dead neurons away and retraining (Han et al. 2015)",
                        "{ repeat: { times: 10, do: [ { prune: { policy: magnitude-round } }, { prune: { policy:"
                                + " dead-neurons } }, rescale-dropout, { train: { epochs: 1 } } ] } }"),
                new Preset(
                        Stage.class,
                        "lottery-ticket",
                        "ten rounds of training, pruning and going back to the first weights (Frankle and Carbin 2019)",
                        "{ repeat: { times: 10, do: [ { train: { epochs: 10 } }, evaluate, { prune: { policy:"
                                + " magnitude-round } }, { rewind: { to: initial, what: [ weights, learning-rate ] } } ] }"
                                + " }"),
                new Preset(
                        Stage.class,
                        "alternate-retraining",
                        "retrains dense layers with convolutions frozen, then the other way round (Han et al. 2015)",
                        "{ repeat: { times: 2, do: [ { train: { epochs: 1, freeze: [ 'conv*' ] } }, { train: { epochs:"
                                + " 1, freeze: [ 'fc*' ] } } ] } }"));
    }
}
