package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A map from what is trained (latent arrays) to the weights the network runs with, and the way back for gradients. It
 * stands outside the network: hard masks, straight-through estimators, DST's trainable thresholds and DEEP R's signed
 * weights are each one.
 *
 * <p>No method changes an array it was handed.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Parameterization {
    /** Returns the first latent parameters for trained weights {@code dense}; by default just those. */
    default Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
        return Latent.of(dense);
    }

    /** Returns the weights to run with. */
    Effective effective(ParamInfo info, Latent latent, Mask mask);

    /**
     * Pulls the loss gradient at the effective weights back to the latent parameters: the derivative, or the declared
     * surrogate of it.
     *
     * @param mask the elements that receive a gradient: the mask in force unless a revision said otherwise
     * @return arrays of the shapes of {@code latent}, without constants
     */
    Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient);

    /** Mends latent parameters after an optimizer step (a layer that died, a bound crossed); by default nothing. */
    default Latent repair(ParamInfo info, Latent latent, Mask mask) {
        return latent;
    }

    /**
     * Returns whether {@link #repair} has anything to do, which spares the engine from asking it for nothing; true by
     * default. Asked of an {@link Elementwise} that decides on its masks, after each step.
     *
     * @param alive how many weights of each output row are alive now
     * @param width how many there are in a row
     */
    default boolean needsRepair(int[] alive, long width) {
        return true;
    }

    /**
     * Returns whether it decides by the latent arrays alone what is alive, whatever mask is in force; false by default. A
     * policy must not decide on the same masks.
     */
    default boolean decides() {
        return false;
    }

    /** Returns whether weight decay pulls at a trainable extra as it does at weights; true by default. */
    default boolean decays(String extra) {
        return true;
    }

    /**
     * Returns whether latent weights that receive no gradient by the masks stand still, whatever momentum, weight decay, penalties
     * and hooks would make of them; false by default.
     */
    default boolean holds() {
        return false;
    }

    /** Takes grown weights into the latent parameters; by default they become {@code initial}. */
    default Latent admit(ParamInfo info, Latent latent, Mask grown, INDArray initial) {
        INDArray on = grown.toArray();
        return latent.withDense(latent.dense().mul(on.rsub(1)).addi(initial.mul(on)));
    }

    /**
     * Weights to run with.
     *
     * @param weight an array of the parameter's shape, 0 wherever {@code mask} is
     * @param mask the elements that are alive
     */
    record Effective(INDArray weight, Mask mask) {
        public Effective {
            requireNonNull(weight, "weight is null");
            requireNonNull(mask, "mask is null");
        }
    }
}
