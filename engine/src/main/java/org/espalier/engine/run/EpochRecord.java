package org.espalier.engine.run;

import java.util.LinkedHashMap;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.stage.Workbench.Split;

/** Takes down what an epoch of training came to. */
@FunctionalInterface
interface EpochRecord {
    /** For trainings that leave no trace. */
    EpochRecord NONE = (stage, tally, learningRate) -> {};

    /**
     * Called after the last step of an epoch.
     *
     * @param stage the path of the stage that trains
     * @param tally loss and accuracy of the epoch's batches, as they were trained with
     * @param learningRate the last step's
     */
    void epochDone(String stage, Tally tally, double learningRate);

    /** Records the epoch, and loss and accuracy on the validation examples where there are any. */
    static EpochRecord of(RunScope run) {
        return (stage, tally, learningRate) -> {
            run.recorder().metric(stage, "train.loss", tally.loss());
            run.recorder().metric(stage, "train.accuracy", tally.accuracy());
            run.recorder().metric(stage, "learning-rate", learningRate);
            run.recordDensity(stage, run.live().density());
            if (!run.live().parameterized().isEmpty()) {
                recordMasks(stage, run);
            }
            if (run.data().has(Split.VALIDATION)) {
                run.evaluator().lossAndAccuracy(Split.VALIDATION).forEach((key, value) -> run.recorder()
                        .metric(stage, "validation." + key, value));
            }
        };
    }

    /** Patterns that move by gradient move without a revision: what an epoch left of each layer is taken down here. */
    private static void recordMasks(String stage, RunScope run) {
        MaskSet masks = run.live().masks();
        run.recorder().masks(stage, masks);
        var alive = new LinkedHashMap<LayerId, Long>();
        var sizes = new LinkedHashMap<LayerId, Long>();
        masks.byId().forEach((id, mask) -> {
            alive.merge(id.layer(), mask.alive(), Long::sum);
            sizes.merge(id.layer(), mask.size(), Long::sum);
        });
        sizes.forEach((layer, size) ->
                run.recorder().metric(stage, "density." + layer, (double) alive.getOrDefault(layer, 0L) / size));
    }
}
