package org.espalier.engine.mask.selection;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.mask.Mask;

/**
 * Picks exactly k of the units of a pool whose scores are not all floats: as {@link PoolSelection}, but on 64-bit keys, in
 * four counting passes, and in one thread.
 */
final class WidePoolSelection {
    private static final int DIGIT = 16;
    private static final int RUN = 4096;

    private final List<Contest> contests;
    private final long[] keys = new long[RUN];

    private WidePoolSelection(List<Contest> contests) {
        this.contests = contests;
    }

    /** Returns the winners of each contest, as the words of a mask. */
    static long[][] select(List<Contest> contests, long keep) {
        return new WidePoolSelection(contests).run(keep);
    }

    private long[][] run(long keep) {
        long eligible = contests.stream()
                .mapToLong(contest -> contest.eligible().alive())
                .sum();
        long left = Math.min(keep, eligible);
        if (left == 0) {
            // Still read once: a score that is not a number is an error whoever wins.
            eachRun((contest, from, count) -> {});
            return empty();
        }
        long threshold = 0;
        int[] histogram = new int[1 << DIGIT];
        for (int shift = 64 - DIGIT; shift >= 0; shift -= DIGIT) {
            Arrays.fill(histogram, 0);
            count(threshold, shift, histogram);
            int bin = histogram.length - 1;
            while (histogram[bin] < left) {
                left -= histogram[bin];
                bin--;
            }
            threshold |= (long) bin << shift;
        }
        return write(threshold ^ Long.MIN_VALUE, left);
    }

    /** Counts the digits at {@code shift} of the keys, taken without sign, that agree with {@code prefix} above it. */
    private void count(long prefix, int shift, int[] histogram) {
        eachRun((contest, from, count) -> {
            for (int i = 0; i < count; i++) {
                long key = keys[i] ^ Long.MIN_VALUE;
                if (shift + DIGIT == 64 || (key ^ prefix) >>> (shift + DIGIT) == 0) {
                    histogram[(int) (key >>> shift) & (histogram.length - 1)]++;
                }
            }
        });
    }

    private long[][] write(long threshold, long equals) {
        long[][] winners = empty();
        long[] left = {equals};
        eachRun((contest, from, count) -> {
            for (int i = 0; i < count; i++) {
                if (keys[i] > threshold || (keys[i] == threshold && left[0]-- > 0)) {
                    winners[contest][(int) ((from + i) >>> 6)] |= 1L << (from + i);
                }
            }
        });
        return winners;
    }

    private long[][] empty() {
        return contests.stream()
                .map(contest -> new long[Mask.wordsFor(contest.units())])
                .toArray(long[][]::new);
    }

    private void eachRun(Visitor visitor) {
        for (int contest = 0; contest < contests.size(); contest++) {
            WideKeys source = new WideKeys(contests.get(contest));
            long units = contests.get(contest).units();
            for (long from = 0; from < units; from += RUN) {
                int count = (int) Math.min(RUN, units - from);
                source.read(from, keys, count);
                visitor.visit(contest, from, count);
            }
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(int contest, long from, int count);
    }
}
