package org.espalier.engine.mask.criterion;

import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;

/**
 * Masked weights are and stay zero, but optimizers and hooks see their gradients, so that momentum tells where a weight
 * would help: sparse momentum (Dettmers and Zettlemoyer 2019) grows by it. Weight decay, which pulls at weights and not at biases or
 * normalization, adds nothing at masked weights, since they are zero; in the reference code it is the same.
 */
public record DenseGradient() implements Elementwise {
    @Override
    public float forward(float dense, float row, boolean on) {
        return on ? dense : 0;
    }

    @Override
    public float backward(float dense, float row, boolean on, float gradient) {
        return gradient;
    }

    @Override
    public Latent repair(ParamInfo info, Latent latent, Mask mask) {
        if (mask.alive() == mask.size()) {
            return latent;
        }
        float[] weights = Flat.copy(latent.dense());
        float[] mended = new float[weights.length];
        mask.forEachAlive(i -> mended[(int) i] = weights[(int) i]);
        return latent.withDense(Flat.array(mended, info));
    }
}
