package org.espalier.api.budget;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.espalier.api.mask.Granularity;
import org.jspecify.annotations.Nullable;

/**
 * What masks are to come to, as a user asked for it. The engine counts what is left once the work is done, and says so where
 * that is something else.
 *
 * @param keep the share that is to be left, in [0, 1], or above 1 a number of units
 * @param of what it is a share of
 * @param units what is counted; null for single weights
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Aim(double keep, Target.Base of, @Nullable Granularity units) {
    public Aim {
        requireNonNull(of, "of is null");
        if (!(keep >= 0 && keep < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("keep must be at least 0 and finite but was " + keep);
        }
    }

    /** Returns the aim to leave a share of all prunable weights. */
    public static Aim weights(double share) {
        return new Aim(share, Target.Base.ALL, null);
    }
}
