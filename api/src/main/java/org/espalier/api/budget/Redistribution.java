package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/** Shares weights that are to be regrown out between layers: by survivors (DSR), by momentum (Sparse Momentum). */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Redistribution {
    /**
     * Returns how many units each bundle grows.
     *
     * @param bundles the bundles
     * @param survivors living units of each bundle after dropping
     * @param removed units of each bundle that were just dropped
     * @param grow how many units grow in all
     * @return one count for each bundle, at least 0 and at most what the bundle has room for, adding up to {@code grow}
     *     as far as there is room
     */
    long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring);

    /** Returns what must be measured before {@link #shares} is called. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }
}
