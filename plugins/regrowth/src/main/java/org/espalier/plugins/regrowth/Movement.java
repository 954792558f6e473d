package org.espalier.plugins.regrowth;

import jakarta.validation.constraints.Positive;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains a score beside each weight, with the straight-through gradient {@code ∂L/∂S = g · W}: it rises where weights move away
 * from zero (movement pruning: Sanh, Wolf and Rush 2020, section 4). Masks follow from scores by a policy that ranks them with
 * {@link MovementScore}; weights behind a mask wait at the value they had.
 *
 * <p>As in the paper, weight decay does not pull at scores.
 *
 * <p>Departures: the paper gives scores a learning rate of their own; here they share the weights', and {@code rate} scales their
 * gradient, which plain SGD and momentum heed and Adam does not. The paper ranks scores in each forward pass; here masks change at the
 * revisions of a cadence, of every tenth step in the preset {@code movement}. The soft form, with a threshold in place of a count, is
 * not offered.
 *
 * @param rate how much faster than weights scores learn; above 0
 */
public record Movement(
        @Knob(value = "what the gradient of scores is multiplied by", otherwise = "1") @Positive
        double rate) implements Parameterization {
    static final String SCORE = "score";

    @Override
    public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
        return new Latent(dense, Map.of(SCORE, dense.mul(0)), Map.of());
    }

    @Override
    public boolean decays(String extra) {
        return false;
    }

    @Override
    public Effective effective(ParamInfo info, Latent latent, Mask mask) {
        return new Effective(latent.dense().mul(mask.toArray()), mask);
    }

    @Override
    public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
        return new Latent(
                gradient.mul(mask.toArray()),
                Map.of(SCORE, gradient.mul(latent.dense()).muli(rate)),
                Map.of());
    }

    @Override
    public Latent admit(ParamInfo info, Latent latent, Mask grown, INDArray initial) {
        return latent;
    }
}
