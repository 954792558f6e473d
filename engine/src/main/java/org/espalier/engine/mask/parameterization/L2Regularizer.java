package org.espalier.engine.mask.parameterization;

import jakarta.validation.constraints.PositiveOrZero;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;

/**
 * {@code weight / 2 · Σ w²} over the latent weights, so that the gradient is {@code weight · w}, as weight decay has it.
 *
 * @param weight how strong it is, at least 0
 */
public record L2Regularizer(
        @Knob("how strong the penalty is") @PositiveOrZero double weight) implements Regularizer {
    public L2Regularizer {
        if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("'weight' must be at least 0 but is " + weight);
        }
    }

    @Override
    public Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
        return Penalties.ofWeights(latent, w -> weight / 2 * w * w, w -> weight * w);
    }
}
