package org.espalier.plugins.regrowth;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Scoring;

/** Grows each layer by as much as it lost, so that its density stays: SET and RigL. */
public record SameLayer() implements Redistribution {
    @Override
    public long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring) {
        if (grow == Arrays.stream(removed).sum()) {
            return removed.clone();
        }
        return Shares.of(grow, Arrays.stream(removed).asDoubleStream().toArray(), Units.room(bundles, survivors));
    }
}
