package org.espalier.engine.mask.selection;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Picks exactly k of the units of a large pool in a single pass: a sample says between which two keys the threshold must
 * all but surely be; whatever is above wins at once, and the few in between are set aside and settled afterwards. Gives up
 * when the threshold was not in between, or when there were too many there (equal scores, mostly); never guesses.
 */
final class BracketSelection {
    private static final int SAMPLE = 1 << 17;

    /** The bracket's half width in standard deviations of the threshold's rank in the sample. */
    private static final double DEVIATIONS = 4;

    /** How many units between the two keys a part can set aside. */
    private static final int ROOM = 1 << 18;

    private final Pool pool;
    private final long wanted;
    private final List<Part> parts;

    private BracketSelection(Pool pool, long wanted, List<Pool.Scan> scans) {
        this.pool = pool;
        this.wanted = wanted;
        this.parts = scans.stream().map(scan -> new Part(scan, pool.contests())).toList();
    }

    /** Returns the winners of each contest, as the words of a mask; nothing when the bracket failed. */
    static Optional<long[][]> select(Pool pool, long keep, int threads) {
        long eligible = pool.eligible();
        long wanted = Math.min(keep, eligible);
        int[] sample = pool.sample(SAMPLE);
        // Positions are set aside as ints.
        if (wanted == 0 || sample.length == 0 || pool.largest() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        double share = (double) wanted / eligible;
        double rank = share * sample.length;
        double margin = 2 + DEVIATIONS * Math.sqrt(rank * (1 - share));
        List<Pool.Scan> scans = pool.scans(threads);
        if (2 * margin / sample.length * eligible > 0.75 * ROOM * scans.size()) {
            // So large a pool takes more samples than a pass would save.
            return Optional.empty();
        }
        int high = keyOfRank(sample, rank - margin, Integer.MAX_VALUE);
        int low = keyOfRank(sample, rank + margin, KeyKernel.NEVER + 1);
        return new BracketSelection(pool, wanted, scans).run(low, high);
    }

    /** Returns the sample's key of a rank counted from the highest, or {@code otherwise} when there is no such rank. */
    private static int keyOfRank(int[] sample, double rank, int otherwise) {
        long wanted = Math.round(rank);
        if (wanted < 1 || wanted > sample.length) {
            return otherwise;
        }
        int[] histogram = new int[1 << 16];
        for (int key : sample) {
            histogram[(key >> 16) + 32768]++;
        }
        Cut upper = Cut.of(new int[][] {histogram}, wanted);
        Arrays.fill(histogram, 0);
        for (int key : sample) {
            if ((key >> 16) + 32768 == upper.bin()) {
                histogram[key & 0xffff]++;
            }
        }
        Cut lower = Cut.of(new int[][] {histogram}, wanted - upper.above());
        return (upper.bin() - 32768) << 16 | lower.bin();
    }

    private Optional<long[][]> run(int low, int high) {
        long[][] winners = pool.noWinners();
        Pool.inParallel(parts, part -> part.write(low, high, winners));
        parts.forEach(part -> part.scan.complainIfNotANumber());
        long above = parts.stream().mapToLong(part -> part.above).sum();
        long between = parts.stream().mapToLong(part -> part.between).sum();
        boolean overflown = parts.stream().anyMatch(part -> part.between > ROOM);
        if (overflown || wanted < above || wanted > above + between) {
            return Optional.empty();
        }
        if (wanted > above) {
            settle(wanted - above, winners);
        }
        return Optional.of(winners);
    }

    /** Admits the best of those set aside, equal ones by position. */
    private void settle(long left, long[][] winners) {
        int[] upper = new int[1 << 16];
        parts.forEach(part -> pool.kernel().countUpper(part.keys, part.between, upper));
        Cut upperCut = Cut.of(new int[][] {upper}, left);
        int upperHalf = upperCut.bin() - 32768;
        int[] lower = new int[1 << 16];
        parts.forEach(part -> pool.kernel().countLower(part.keys, part.between, upperHalf, lower));
        Cut lowerCut = Cut.of(new int[][] {lower}, left - upperCut.above());
        int threshold = upperHalf << 16 | lowerCut.bin();
        long equals = left - upperCut.above() - lowerCut.above();
        for (Part part : parts) {
            equals = part.admit(threshold, equals, winners);
        }
    }

    /** What one thread works on. */
    private final class Part {
        private final Pool.Scan scan;
        private final long[] fromLow = new long[Pool.PAGE / 64];
        private final int[] keys = new int[ROOM];
        private final int[] units = new int[ROOM];
        private final int[] ends;
        private long above;
        private int between;

        Part(Pool.Scan scan, int contests) {
            this.scan = scan;
            this.ends = new int[contests];
        }

        void write(int low, int high, long[][] winners) {
            scan.eachPage((page, contest, from, count) -> {
                if (between > ROOM) {
                    return;
                }
                long[] words = winners[contest];
                int at = (int) (from >>> 6);
                pool.kernel().above(page, count, high, words, at);
                // A whole number that is above low - 1 is at least low.
                pool.kernel().above(page, count, low - 1, fromLow, 0);
                for (int i = 0; i < count; i += 64) {
                    long over = words[at + (i >> 6)];
                    above += Long.bitCount(over);
                    setAside(page, fromLow[i >> 6] & ~over, i, (int) from);
                }
                ends[contest] = between;
            });
        }

        private void setAside(int[] page, long bits, int offset, int from) {
            for (long rest = bits; rest != 0; rest &= rest - 1) {
                int i = offset + Long.numberOfTrailingZeros(rest);
                if (between < ROOM) {
                    keys[between] = page[i];
                    units[between] = from + i;
                }
                between++;
            }
        }

        /** Admits those above the threshold and the first of those at it, and returns how many more of these may. */
        long admit(int threshold, long equals, long[][] winners) {
            long left = equals;
            int i = 0;
            for (int contest = 0; contest < ends.length; contest++) {
                for (; i < ends[contest]; i++) {
                    if (keys[i] > threshold || (keys[i] == threshold && left-- > 0)) {
                        winners[contest][units[i] >>> 6] |= 1L << units[i];
                    }
                }
            }
            return Math.max(0, left);
        }
    }
}
