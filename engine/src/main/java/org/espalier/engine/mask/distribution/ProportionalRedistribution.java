package org.espalier.engine.mask.distribution;

import java.util.List;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Scoring;

/**
 * Grows each layer in proportion to its survivors, as dynamic sparse reparameterization does (Mostafa and Wang 2019). What
 * a layer has no room for goes to the others; what does not divide goes to the largest remainders, earlier layers first.
 */
public record ProportionalRedistribution() implements Redistribution {
    @Override
    public long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring) {
        long[] room = new long[survivors.length];
        double[] claims = new double[survivors.length];
        for (int i = 0; i < room.length; i++) {
            room[i] = bundles.get(i).units() - survivors[i];
            claims[i] = survivors[i];
        }
        return Apportionment.of(grow, claims, room);
    }
}
