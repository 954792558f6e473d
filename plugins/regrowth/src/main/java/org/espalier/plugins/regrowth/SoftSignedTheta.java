package org.espalier.plugins.regrowth;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code w = sign · θ} where {@code θ > 0}, whatever the mask in force says: dormant weights walk too and wake up by themselves, so
 * that a share of about {@code active} is alive without counting (soft DEEP R: Bellec et al. 2018, section 4). θ goes no lower
 * than {@code −(1 − p) / (p · β)} with {@code β = λ / T} and {@code T = η · σ² / 2}, which makes {@code p} the share that is
 * active in the walk's equilibrium; that floor is the authors' code's.
 *
 * <p>Departures: the reference code gives each layer a share of its own, which takes a {@code parameterize} for each here; the floor
 * follows from {@code learning-rate} as it is written, also where the rate falls. First weights and signs are the network's, so that a
 * share {@code p} is active at first; the reference code draws θ of either sign for that share, so that about half of it is. Layers keep their
 * biases, which there are none of in the authors' networks.
 *
 * @param active the share {@code p} of weights that is active at first and in equilibrium
 * @param l1 the penalty λ on active weights
 * @param deviation the standard deviation σ of the noise
 * @param learningRate the learning rate η
 */
public record SoftSignedTheta(
        @Knob(value = "share of weights that is active", otherwise = "0.05")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        double active,

        @Knob(value = "the L1 penalty on active weights, as the regularizer has it", otherwise = "1e-5") @Positive
        double l1,

        @Knob(value = "standard deviation of the noise, as the walk has it", otherwise = "1e-5") @Positive
        double deviation,

        @Knob(value = "the learning rate", otherwise = "0.05") @Positive
        double learningRate)
        implements Parameterization {
    /** Returns the lowest θ, below 0. */
    double floor() {
        double temperature = learningRate * deviation * deviation / 2;
        double beta = l1 / temperature;
        return -(1 - active) / (active * beta);
    }

    @Override
    public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
        float[] theta = Flat.copy(Transforms.abs(dense, true));
        for (int i = 0; i < theta.length; i++) {
            if (random.nextDouble() >= active) {
                theta[i] = (float) (random.nextDouble() * floor());
            }
        }
        return new Latent(Flat.array(theta, info), Map.of(), Map.of(Theta.SIGN, Theta.signs(info, dense, random)));
    }

    @Override
    public Effective effective(ParamInfo info, Latent latent, Mask mask) {
        Mask awake = awake(info, latent);
        return new Effective(Theta.signed(info, latent.dense(), latent, awake), awake);
    }

    @Override
    public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
        return Latent.of(Theta.signed(info, gradient, latent, awake(info, latent)));
    }

    @Override
    public boolean decides() {
        return true;
    }

    @Override
    public Latent repair(ParamInfo info, Latent latent, Mask mask) {
        return latent.withDense(Transforms.max(latent.dense(), floor(), true));
    }

    private static Mask awake(ParamInfo info, Latent latent) {
        return Theta.active(latent.dense(), Mask.ones(info.shape()));
    }
}
