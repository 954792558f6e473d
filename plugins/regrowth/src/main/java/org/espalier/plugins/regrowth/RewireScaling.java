package org.espalier.plugins.regrowth;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Scoring;

/**
 * Grows each layer in proportion to its survivors, rounded, and corrects what rounding costs or gains in a layer drawn at random
 * (dynamic sparse reparameterization: Mostafa and Wang 2019, algorithm 1 and reference code). The core's {@code proportional}
 * does the same with largest remainders, without chance.
 *
 * <p>Departure: a layer's share is cut to its room beforehand, and layers are drawn until all is placed; the reference code grows what it
 * can, and then shares out what is left in the same way.
 */
public record RewireScaling() implements Redistribution {
    @Override
    public long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring) {
        long[] room = Units.room(bundles, survivors);
        long total = Math.min(grow, Arrays.stream(room).sum());
        long all = Arrays.stream(survivors).sum();
        long[] shares = new long[room.length];
        Arrays.setAll(shares, i -> all == 0 ? 0 : Math.min(room[i], Math.round((double) total * survivors[i] / all)));
        long discrepancy = total - Arrays.stream(shares).sum();
        while (discrepancy != 0) {
            int layer = scoring.random().nextInt(shares.length);
            long corrected = Math.max(0, Math.min(room[layer], shares[layer] + discrepancy));
            discrepancy -= corrected - shares[layer];
            shares[layer] = corrected;
        }
        return shares;
    }
}
