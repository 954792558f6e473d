package org.espalier.plugins.dst;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Flat;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;

/**
 * What {@link FinalMasks} made up for, in words where a user would not expect as much.
 *
 * @param steered the masks to which training had led
 * @param last the final ones
 */
record LastCut(MaskSet steered, MaskSet last) {
    /** What is cut at once is worth a word from this share of what it leaves on. */
    private static final double NOTABLE = 0.2;

    /**
     * Returns what to say of a cut that took much away.
     *
     * @param trainsOn whether the network is trained after it
     */
    Optional<String> depth(boolean trainsOn) {
        long cut = steered.alive() - last.alive();
        if (cut <= NOTABLE * last.alive()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "training had led to %,d weights (%.2f %%), so that one cut takes away %,d more to leave %,d (%.2f %%)."
                        + " Train for longer or with a larger 'alpha' to arrive in time%s",
                steered.alive(),
                100 * steered.density(),
                cut,
                last.alive(),
                100 * last.density(),
                trainsOn ? "" : ", and give 'freeze-epochs' to train on after the cut"));
    }

    /** Returns what to say of weights that come back and are 0. */
    Optional<String> zeros(NetworkView network) {
        MaskSet grown = last.zip(steered, Mask::andNot);
        long zeros = 0;
        for (Map.Entry<ParamId, Mask> entry : grown.byId().entrySet()) {
            float[] values = Flat.copy(network.latent(entry.getKey()));
            zeros += entry.getValue().filter(i -> values[(int) i] == 0).alive();
        }
        if (zeros == 0) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d of %,d weights that come back to meet the target are 0, as they were while masked, and count as"
                        + " alive. Give a target of no more than is alive before",
                zeros,
                grown.alive()));
    }
}
