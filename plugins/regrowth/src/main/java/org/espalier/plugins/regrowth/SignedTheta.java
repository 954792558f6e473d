package org.espalier.plugins.regrowth;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code w = sign · θ} where {@code θ > 0}, else 0; signs are those of the first weights and never change (DEEP R: Bellec et
 * al. 2018, section 2). A weight that crossed zero runs as zero and stands still, but counts as alive until
 * {@link ShedCrossed} replaces it; what is grown begins at {@code θ = 1e-12}.
 *
 * <p>Departures: first weights are the network's, where the reference code draws them, and their signs, normally and at the places of
 * its masks; layers keep their biases, which there are none of in the authors' networks. What is grown begins at 0 in
 * the paper, which would count as crossed here; 1e-12 is the authors' code's.
 */
public record SignedTheta() implements Parameterization {
    private static final double BARELY_ALIVE = 1e-12;

    @Override
    public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
        return new Latent(Transforms.abs(dense, true), Map.of(), Map.of(Theta.SIGN, Theta.signs(info, dense, random)));
    }

    @Override
    public Effective effective(ParamInfo info, Latent latent, Mask mask) {
        Mask active = Theta.active(latent.dense(), mask);
        return new Effective(Theta.signed(info, latent.dense(), latent, active), mask);
    }

    @Override
    public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
        return Latent.of(Theta.signed(info, gradient, latent, Theta.active(latent.dense(), mask)));
    }

    @Override
    public Latent admit(ParamInfo info, Latent latent, Mask grown, INDArray initial) {
        return Parameterization.super.admit(info, latent, grown, initial.mul(0).addi(BARELY_ALIVE));
    }
}
