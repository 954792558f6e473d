package org.espalier.engine.mask.selection;

import java.util.List;
import java.util.Optional;

/**
 * Picks exactly k of the units of a pool of float scores. Large pools are tried in one pass, with the threshold bracketed
 * by a sample; where the bracket fails, and in small pools, radix selection counts.
 */
final class PoolSelection {
    /** From so many units on, a pass saved is worth a sample. */
    private static final long LARGE = 1 << 20;

    private PoolSelection() {}

    /** Returns the winners of each contest, as the words of a mask. */
    static long[][] select(List<Contest> contests, long keep) {
        Pool pool = new Pool(KeyKernel.best(), contests);
        int threads = Runtime.getRuntime().availableProcessors();
        if (pool.units() >= LARGE) {
            Optional<long[][]> winners = BracketSelection.select(pool, keep, threads);
            if (winners.isPresent()) {
                return winners.get();
            }
        }
        return RadixSelection.select(pool, keep, threads);
    }
}
