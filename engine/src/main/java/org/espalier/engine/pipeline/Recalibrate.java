package org.espalier.engine.pipeline;

import jakarta.validation.constraints.Positive;
import java.util.Set;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Need;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Estimates the running statistics of batch normalization anew, which pruning and decomposing leave behind: each becomes the
 * mean over batches of training examples, taken without augmentation. Weights stay as they are, and dropout is off, as in the
 * inference that the statistics are for.
 */
public record Recalibrate(
        @Knob(value = "how many batches", otherwise = "20") @Positive
        int batches,

        @Knob(value = "examples in a batch", otherwise = "128") @Positive
        int batchSize)
        implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.recalibrate(batches, batchSize);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS);
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
