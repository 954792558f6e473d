package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the two forms of DEEP R share: {@code w = sign · θ} where {@code θ > 0}, with signs that never change. */
final class Theta {
    static final String SIGN = "sign";

    private Theta() {}

    /** Returns the signs of weights; those of zeros are drawn. */
    static INDArray signs(ParamInfo info, INDArray weights, RandomGenerator random) {
        float[] signs = Flat.copy(weights);
        for (int i = 0; i < signs.length; i++) {
            boolean positive = signs[i] == 0 ? random.nextBoolean() : signs[i] > 0;
            signs[i] = positive ? 1 : -1;
        }
        return Flat.array(signs, info);
    }

    /** Returns the elements of {@code mask} whose θ is above zero. */
    static Mask active(INDArray theta, Mask mask) {
        float[] values = Flat.copy(theta);
        return mask.filter(i -> values[(int) i] > 0);
    }

    /** Returns {@code values · sign} where {@code active}, else 0: of θ the weights, of their gradients those of θ. */
    static INDArray signed(ParamInfo info, INDArray values, Latent latent, Mask active) {
        float[] unsigned = Flat.copy(values);
        float[] signs = Flat.copy(requireNonNull(latent.constant().get(SIGN), "a weight without signs"));
        float[] signed = new float[signs.length];
        active.forEachAlive(i -> signed[(int) i] = signs[(int) i] * unsigned[(int) i]);
        return Flat.array(signed, info);
    }
}
