package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.Map;
import org.apiguardian.api.API;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameterization that treats each element by itself, with at most one trainable extra that elements share. The engine
 * runs it block by block over its own buffers, there and back in one pass each.
 *
 * <p>The methods on single numbers say what it computes. Those on blocks do the same to many elements at once and follow
 * from them; a parameterization that is often used overrides them with loops that have no branches, which the JIT compiler
 * turns into vector instructions. The array form follows from the blocks.
 *
 * <p>The numbers of the extra share the weights out among them evenly, in c order: an extra of shape {@code [out]} has one
 * for each output row, one of shape {@code [1]} one for all weights, and one of the parameter's shape one for each.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Elementwise extends Parameterization {
    /** Returns the name of the trainable extra, or the empty string when there is none. */
    default String extra() {
        return "";
    }

    /** {@inheritDoc} The engine then makes masks only when somebody looks at them. */
    @Override
    default boolean decides() {
        return false;
    }

    /** Returns whether the element is alive; what is not {@link #decides decided here} is left to the mask in force. */
    default boolean alive(float dense, float extra, boolean masked) {
        return masked;
    }

    /**
     * Returns the effective weight.
     *
     * @param dense the latent weight
     * @param extra its number of the extra, 0 when there is none
     * @param on whether the mask in force has it alive
     */
    float forward(float dense, float extra, boolean on);

    /** Returns the gradient at the latent weight, given the one at the effective weight. */
    float backward(float dense, float extra, boolean on, float gradient);

    /** Returns this element's part of the gradient at its number of the extra; 0 when there is none. */
    default float backwardExtra(float dense, float extra, boolean on, float gradient) {
        return 0;
    }

    /**
     * Computes the effective weights of a block; element {@code i} of each array is about the same weight.
     *
     * @param dense latent weights; replaced by effective ones
     * @param extra the extra's number for each, 0 when there is none
     * @param alive 1 where the mask in force has the weight alive, else 0 (anything for one that {@link #decides}); replaced
     *     by 1 where it is alive, 0 where it is not
     * @param count how many elements the block has; the arrays may be longer
     */
    default void forward(float[] dense, float[] extra, float[] alive, int count) {
        for (int i = 0; i < count; i++) {
            boolean on = alive[i] != 0;
            alive[i] = alive(dense[i], extra[i], on) ? 1 : 0;
            dense[i] = forward(dense[i], extra[i], on);
        }
    }

    /**
     * Computes the gradients of a block; element {@code i} of each array is about the same weight.
     *
     * @param dense latent weights
     * @param extra the extra's number for each, 0 when there is none
     * @param alive 1 where the weight receives a gradient by the masks, else 0; anything for one that {@link #decides}
     * @param gradient gradients at effective weights; replaced by those at latent ones
     * @param atExtra replaced by each element's part of the gradient at its number of the extra; only where there is one
     * @param count how many elements the block has; the arrays may be longer
     */
    default void backward(float[] dense, float[] extra, float[] alive, float[] gradient, float[] atExtra, int count) {
        boolean shared = !extra().isEmpty();
        for (int i = 0; i < count; i++) {
            boolean on = alive[i] != 0;
            if (shared) {
                atExtra[i] = backwardExtra(dense[i], extra[i], on, gradient[i]);
            }
            gradient[i] = backward(dense[i], extra[i], on, gradient[i]);
        }
    }

    @Override
    default Effective effective(ParamInfo info, Latent latent, Mask mask) {
        float[] weights = Flat.copy(latent.dense());
        float[] alive = ones(mask);
        forward(weights, spread(info, latent), alive, weights.length);
        Mask on = decides() ? Mask.of(info.shape(), i -> alive[(int) i] != 0) : mask;
        return new Effective(Flat.array(weights, info), on);
    }

    @Override
    default Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
        float[] weights = Flat.copy(latent.dense());
        float[] atDense = Flat.copy(gradient);
        float[] parts = new float[weights.length];
        backward(weights, spread(info, latent), ones(mask), atDense, parts, weights.length);
        INDArray dense = Flat.array(atDense, info);
        if (extra().isEmpty()) {
            return Latent.of(dense);
        }
        INDArray own = own(latent);
        float[] atExtra = new float[Math.toIntExact(own.length())];
        for (int i = 0; i < parts.length; i++) {
            atExtra[i / (parts.length / atExtra.length)] += parts[i];
        }
        return new Latent(dense, Map.of(extra(), Flat.array(atExtra, own.shape())), Map.of());
    }

    private float[] spread(ParamInfo info, Latent latent) {
        float[] spread = new float[Math.toIntExact(info.size())];
        if (extra().isEmpty()) {
            return spread;
        }
        float[] own = Flat.copy(own(latent));
        int each = spread.length / own.length;
        for (int i = 0; i < own.length; i++) {
            Arrays.fill(spread, i * each, (i + 1) * each, own[i]);
        }
        return spread;
    }

    private INDArray own(Latent latent) {
        return requireNonNull(latent.trainable().get(extra()), "no extra '" + extra() + "'");
    }

    private static float[] ones(Mask mask) {
        float[] ones = new float[Math.toIntExact(mask.size())];
        mask.forEachAlive(i -> ones[(int) i] = 1);
        return ones;
    }
}
