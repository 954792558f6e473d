package org.espalier.engine.mask.selection;

import java.util.Arrays;
import java.util.List;

/**
 * Picks exactly k of the units of a pool by radix selection on the bits of their scores, without sorting: one pass
 * counts the upper halves of all keys, one the lower halves of those that share the threshold's upper half, and one
 * writes the masks. Time is linear in the units; memory beyond the masks is a histogram a thread.
 *
 * <p>Counts add up over parts and equal keys are handed out part by part, so that neither the number of threads nor their
 * timing shows in the result.
 */
final class RadixSelection {
    private static final int HALF = 1 << 16;

    private final Pool pool;
    private final List<Part> parts;

    private RadixSelection(Pool pool, int threads) {
        this.pool = pool;
        this.parts = pool.scans(threads).stream().map(Part::new).toList();
    }

    /** Returns the winners of each contest, as the words of a mask. */
    static long[][] select(Pool pool, long keep, int threads) {
        return new RadixSelection(pool, threads).run(keep);
    }

    private long[][] run(long keep) {
        long[][] winners = pool.noWinners();
        // Also when all or none stay: a score that is not a number is an error whoever wins.
        Pool.inParallel(parts, Part::countUpper);
        parts.forEach(part -> part.scan.complainIfNotANumber());
        long wanted = Math.min(keep, pool.eligible());
        if (wanted == 0) {
            return winners;
        }
        Cut upper = cut(wanted);
        int upperHalf = upper.bin() - 32768;
        Pool.inParallel(parts, part -> part.countLower(upperHalf));
        Cut lower = cut(wanted - upper.above());
        int threshold = upperHalf << 16 | lower.bin();
        long equals = wanted - upper.above() - lower.above();
        for (Part part : parts) {
            equals = part.claim(lower.bin(), equals);
        }
        Pool.inParallel(parts, part -> part.write(threshold, winners));
        return winners;
    }

    private Cut cut(long wanted) {
        return Cut.of(parts.stream().map(part -> part.histogram).toArray(int[][]::new), wanted);
    }

    /** What one thread works on. */
    private final class Part {
        private final Pool.Scan scan;
        private final int[] histogram = new int[HALF];
        private long equals;
        private boolean allEquals;

        Part(Pool.Scan scan) {
            this.scan = scan;
        }

        void countUpper() {
            scan.eachPage((keys, contest, from, count) -> pool.kernel().countUpper(keys, count, histogram));
        }

        void countLower(int upper) {
            Arrays.fill(histogram, 0);
            scan.eachPage((keys, contest, from, count) -> pool.kernel().countLower(keys, count, upper, histogram));
        }

        /** Takes as many of the keys equal to the threshold as this part has, and returns how many are left. */
        long claim(int lower, long left) {
            equals = Math.min(left, histogram[lower]);
            allEquals = equals == histogram[lower];
            return left - equals;
        }

        void write(int threshold, long[][] winners) {
            scan.eachPage((keys, contest, from, count) -> {
                long[] words = winners[contest];
                int at = (int) (from >>> 6);
                // A whole number that is above threshold - 1 is at least threshold.
                pool.kernel().above(keys, count, allEquals ? threshold - 1 : threshold, words, at);
                for (int i = 0; i < count && !allEquals && equals > 0; i++) {
                    if (keys[i] == threshold) {
                        words[at + (i >> 6)] |= 1L << i;
                        equals--;
                    }
                }
            });
        }
    }
}
