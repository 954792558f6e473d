package org.espalier.plugins.regrowth;

import jakarta.validation.constraints.PositiveOrZero;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code weight · Σθ} over active weights, which pulls them to zero; dormant ones stay where they are (DEEP R: Bellec et al.
 * 2018, algorithm 1).
 *
 * @param weight how strong it is, at least 0
 */
public record ActiveL1(
        @Knob(value = "how strong the penalty is", otherwise = "1e-5") @PositiveOrZero
        double weight) implements Regularizer {
    @Override
    public Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
        INDArray active = Theta.active(info, latent.dense(), mask).toArray();
        double value = latent.dense().mul(active).sumNumber().doubleValue() * weight;
        return new Penalty(value, Latent.of(active.muli(weight)));
    }
}
