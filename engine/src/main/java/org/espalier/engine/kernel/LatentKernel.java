package org.espalier.engine.kernel;

import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Mask;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs parameterizations that treat each weight by itself, there and back. Arrays are contiguous floats in c order; the
 * numbers of an extra share the weights out among them evenly.
 */
public interface LatentKernel {
    /**
     * Writes effective weights, and counts what is alive.
     *
     * @param dense latent weights, {@code [out, …]}
     * @param extra the trainable extra, of one number, one an output row or one a weight; null for none
     * @param mask the mask in force; null for a map that decides by itself
     * @param weight overwritten, of the shape of {@code dense}
     * @param alive overwritten with the count of living weights of each output row
     */
    void forward(
            Elementwise map,
            INDArray dense,
            @Nullable INDArray extra,
            @Nullable Mask mask,
            INDArray weight,
            int[] alive);

    /** Returns what is alive by a map that decides by itself. */
    Mask alive(Elementwise map, INDArray dense, @Nullable INDArray extra);

    /**
     * Replaces gradients at effective weights by those at latent ones.
     *
     * @param mask the weights that receive a gradient; null for a map that decides by itself
     * @param gradient changed, of the shape of {@code dense}
     * @param extraGradient overwritten, of the shape of {@code extra}; null where there is none
     */
    void backward(
            Elementwise map,
            INDArray dense,
            @Nullable INDArray extra,
            @Nullable Mask mask,
            INDArray gradient,
            @Nullable INDArray extraGradient);
}
