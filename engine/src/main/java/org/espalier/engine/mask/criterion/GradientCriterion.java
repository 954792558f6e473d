package org.espalier.engine.mask.criterion;

import jakarta.validation.constraints.Positive;
import java.util.Set;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The size of the dense gradient: what RigL (Evci et al. 2020) grows by. To prune by it is a known mistake; SNIP's
 * saliency is the gradient times the weight.
 *
 * <p>Departure: the gradient is measured in inference mode, on examples without augmentation, where RigL's is that of the step's own
 * batch: batch normalization goes by its running statistics and nothing is dropped out.
 *
 * @param batches how many batches the gradient is averaged over
 * @param size examples in a batch
 */
public record GradientCriterion(
        @Knob(value = "batches that the gradient is averaged over", otherwise = "1") @Positive
        int batches,

        @Knob(value = "examples in a batch", otherwise = "128") @Positive
        int size)
        implements Criterion {
    public GradientCriterion {
        new MeanGradient(batches, size);
    }

    @Override
    public Tensors score(Scoring scoring) {
        Tensors gradients = scoring.get(new MeanGradient(batches, size));
        return Tensors.of(scoring.network().prunable(), info -> Transforms.abs(gradients.get(info.id()), true));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(new MeanGradient(batches, size));
    }
}
