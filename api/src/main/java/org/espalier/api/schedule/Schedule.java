package org.espalier.api.schedule;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Says how far a quantity has moved from its first value to its last: one type for sparsity, drop fraction, learning
 * rate and penalty weights. The quantity itself is {@code first + (last − first) · at(progress)}.
 *
 * <p>A schedule is pure: the same progress gives the same finite number.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Schedule {
    /** Returns a number in [0, 1]: 0 is the quantity's first value, 1 its last. */
    double at(Progress progress);

    /**
     * Returns whether this never falls and ends at 1. Sparsity needs that; learning-rate schedules with a warm-up or
     * with restarts say {@code false}.
     */
    default boolean completes() {
        return true;
    }
}
