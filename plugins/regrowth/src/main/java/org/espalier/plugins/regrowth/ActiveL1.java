package org.espalier.plugins.regrowth;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.Set;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;

/**
 * {@code weight · Σθ} over active weights, which pulls them to zero; dormant ones stay where they are (DEEP R: Bellec et al.
 * 2018, algorithm 1).
 *
 * @param weight how strong it is, at least 0
 */
public record ActiveL1(
        @Knob(value = "how strong the penalty is", otherwise = "1e-5") @PositiveOrZero
        double weight) implements Regularizer {
    /** On weights that have either sign it would pull at the positive ones alone. */
    @Override
    public Set<String> needs() {
        return Set.of(Theta.SIGN);
    }

    @Override
    public Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
        float[] theta = Flat.copy(latent.dense());
        float[] gradient = new float[theta.length];
        double[] sum = new double[1];
        Theta.active(latent.dense(), mask).forEachAlive(i -> {
            sum[0] += theta[(int) i];
            gradient[(int) i] = (float) weight;
        });
        return new Penalty(weight * sum[0], Latent.of(Flat.array(gradient, info)));
    }
}
