package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.mask.Bundle;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Splits one target over the network: into scopes, each with the number of units it keeps. Ranking happens inside a
 * scope, so global, local, ERK, per-output-row, N:M and coupled pruning differ only in the scopes returned.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Distribution {
    /**
     * Returns the scopes. Each bundle is in exactly one; the counts add up to the target within rounding (one unit a
     * scope), except where a distribution fixes its own ratio (N:M).
     *
     * @throws IllegalArgumentException when the target cannot be met; says why, in the user's words
     */
    Allocation allocate(Target target, List<Bundle> bundles, Scoring scoring);

    /** Returns whether it keeps shares of its own, such as two of four weights, whatever the target is. */
    default boolean hasOwnShares() {
        return false;
    }

    /** Returns what must be measured before {@link #allocate} is called. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }
}
