package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.espalier.api.model.State;
import org.espalier.api.model.Tensors;

/**
 * What a policy proposes.
 *
 * @param masks the next masks, one for each prunable parameter
 * @param grown the elements that were brought back, also those that were dropped and regrown at once (which no
 *     difference of masks shows); parameters without a mask here grew what the difference shows
 * @param start what grown weights begin at
 * @param backward elements that receive a gradient, where that is not just {@code masks} (Top-KAST); empty for most
 * @param weights new latent weights of parameters that make up for what went (optimal brain surgeon and kin); empty
 *     for most
 * @param keepsSlots whether the optimizer keeps what it has for weights that are dropped or grown, such as momentum, for
 *     methods that grow by it or go on training what is masked; else it forgets, as it always does where weights have
 *     no parameterization and nothing behind a mask is trained
 * @param state what the policy remembers from now on
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Revision(
        MaskSet masks,
        MaskSet grown,
        GrowthStart start,
        MaskSet backward,
        Tensors weights,
        boolean keepsSlots,
        State state) {
    public Revision {
        requireNonNull(masks, "masks is null");
        requireNonNull(grown, "grown is null");
        requireNonNull(start, "start is null");
        requireNonNull(backward, "backward is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(state, "state is null");
    }

    /** Proposes masks, and nothing else; what they grow begins at zero. */
    public static Revision of(MaskSet masks) {
        return new Revision(
                masks, MaskSet.none(), GrowthStart.ZERO, MaskSet.none(), Tensors.none(), false, State.empty());
    }

    /** Returns this proposal with the grown elements named and what they begin at. */
    public Revision growing(MaskSet elements, GrowthStart at) {
        return new Revision(masks, elements, at, backward, weights, keepsSlots, state);
    }

    /** Returns this proposal with its own elements that receive a gradient. */
    public Revision withBackward(MaskSet elements) {
        return new Revision(masks, grown, start, elements, weights, keepsSlots, state);
    }

    /** Returns this proposal with compensating weights. */
    public Revision withWeights(Tensors latent) {
        return new Revision(masks, grown, start, backward, latent, keepsSlots, state);
    }

    /** Returns this proposal with the optimizer keeping what it has for weights that are dropped or grown. */
    public Revision keepingSlots() {
        return new Revision(masks, grown, start, backward, weights, true, state);
    }

    /** Returns this proposal with what the policy will remember. */
    public Revision remembering(State next) {
        return new Revision(masks, grown, start, backward, weights, keepsSlots, next);
    }
}
