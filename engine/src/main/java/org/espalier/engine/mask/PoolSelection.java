package org.espalier.engine.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.espalier.api.mask.Mask;

/**
 * Picks exactly k of the units of a pool by radix selection on the bits of their scores, without sorting: one pass
 * counts the upper halves of all keys, one the lower halves of those that share the threshold's upper half, and one
 * writes the masks. Time is linear in the units; memory beyond the masks is two histograms a thread.
 *
 * <p>Large pools are cut into parts at fixed places, one for each thread. Counts add up over parts and equal keys are
 * handed out part by part, so that neither the number of threads nor their timing shows in the result.
 */
final class PoolSelection {
    /** Units read at a time: they and their keys stay in the fastest cache. A multiple of 64. */
    private static final int RUN = 4096;

    /** Below so many units a second thread costs more than it brings. */
    private static final long WORTH_A_THREAD = 1 << 17;

    private static final int MOST_PARTS = 8;
    private static final int HALF = 1 << 16;

    private final KeyKernel kernel;
    private final List<Contest> contests;
    private final FloatBits[] scores;
    private final long[][] winners;
    private final Part[] parts;

    private PoolSelection(KeyKernel kernel, List<Contest> contests, int threads) {
        this.kernel = kernel;
        this.contests = contests;
        this.scores =
                contests.stream().map(contest -> FloatBits.of(contest.scores())).toArray(FloatBits[]::new);
        this.winners = contests.stream()
                .map(contest -> new long[Mask.wordsFor(contest.units())])
                .toArray(long[][]::new);
        this.parts = cut(threads);
    }

    /** Returns the winners of each contest, as the words of a mask. */
    static long[][] select(List<Contest> contests, long keep) {
        return select(KeyKernel.best(), contests, keep, Runtime.getRuntime().availableProcessors());
    }

    /** Returns the winners of each contest, found by so many threads. */
    static long[][] select(KeyKernel kernel, List<Contest> contests, long keep, int threads) {
        return new PoolSelection(kernel, contests, threads).run(keep);
    }

    private long[][] run(long keep) {
        // Also when all or none stay: a score that is not a number is an error whoever wins.
        inParts(part -> parts[part].countUpper());
        for (Part part : parts) {
            part.complainIfNotANumber();
        }
        long eligible = contests.stream()
                .mapToLong(contest -> contest.eligible().alive())
                .sum();
        long wanted = Math.min(keep, eligible);
        if (wanted == 0) {
            return winners;
        }
        Cut upper = Cut.of(parts, wanted);
        int upperHalf = upper.bin() - 32768;
        inParts(part -> parts[part].countLower(upperHalf));
        Cut lower = Cut.of(parts, wanted - upper.above());
        int threshold = upperHalf << 16 | lower.bin();
        long equals = wanted - upper.above() - lower.above();
        for (Part part : parts) {
            equals = part.claim(threshold, lower.bin(), equals);
        }
        inParts(part -> parts[part].write());
        return winners;
    }

    private void inParts(IntConsumer work) {
        if (parts.length == 1) {
            work.accept(0);
            return;
        }
        IntStream.range(0, parts.length).parallel().forEach(work);
    }

    private Part[] cut(int threads) {
        long units = contests.stream().mapToLong(Contest::units).sum();
        int count = (int) Math.max(1, Math.min(Math.min(threads, MOST_PARTS), units / WORTH_A_THREAD));
        List<List<Stretch>> stretches = new ArrayList<>();
        IntStream.range(0, count).forEach(part -> stretches.add(new ArrayList<>()));
        long before = 0;
        for (int contest = 0; contest < contests.size(); contest++) {
            long size = contests.get(contest).units();
            for (long from = 0; from < size; ) {
                int part = (int) Math.min(count - 1, (before + from) / ((units + count - 1) / count));
                long end = part == count - 1 ? size : (part + 1) * ((units + count - 1) / count) - before;
                long to = Math.min(size, (end + RUN - 1) / RUN * RUN);
                stretches.get(part).add(new Stretch(contest, from, to));
                from = to;
            }
            before += size;
        }
        return stretches.stream().map(Part::new).toArray(Part[]::new);
    }

    /** Where the wanted number of keys is reached, counted from the highest bin down. */
    private record Cut(int bin, long above) {
        static Cut of(Part[] parts, long wanted) {
            long above = 0;
            for (int bin = HALF - 1; ; bin--) {
                long here = 0;
                for (Part part : parts) {
                    here += part.histogram[bin];
                }
                if (above + here >= wanted) {
                    return new Cut(bin, above);
                }
                above += here;
            }
        }
    }

    /** Neighbouring units of one contest, from a multiple of 64 on. */
    private record Stretch(int contest, long from, long to) {}

    @FunctionalInterface
    private interface Visitor {
        void visit(int contest, long from, int count);
    }

    /** What one thread works on. */
    private final class Part {
        private final List<Stretch> stretches;
        private final int[] keys = new int[RUN];
        private int[] histogram = new int[HALF];
        private int badContest = -1;
        private long badFrom;
        private int threshold;
        private long equals;
        private boolean allEquals;

        Part(List<Stretch> stretches) {
            this.stretches = stretches;
        }

        void countUpper() {
            eachRun((contest, from, count) -> kernel.countUpper(keys, count, histogram));
        }

        void countLower(int upper) {
            Arrays.fill(histogram, 0);
            eachRun((contest, from, count) -> kernel.countLower(keys, count, upper, histogram));
        }

        /** Takes as many of the keys equal to the threshold as this part has, and returns how many are left. */
        long claim(int key, int lower, long left) {
            threshold = key;
            equals = Math.min(left, histogram[lower]);
            allEquals = equals == histogram[lower];
            histogram = new int[0];
            return left - equals;
        }

        void write() {
            eachRun((contest, from, count) -> {
                long[] words = winners[contest];
                int at = (int) (from >>> 6);
                // A whole number that is above threshold - 1 is at least threshold.
                kernel.above(keys, count, allEquals ? threshold - 1 : threshold, words, at);
                if (!allEquals && equals > 0) {
                    admitEquals(words, at, count);
                }
            });
        }

        private void admitEquals(long[] words, int at, int count) {
            for (int i = 0; i < count && equals > 0; i++) {
                if (keys[i] == threshold) {
                    words[at + (i >> 6)] |= 1L << i;
                    equals--;
                }
            }
        }

        private void eachRun(Visitor visitor) {
            for (Stretch stretch : stretches) {
                int contest = stretch.contest();
                boolean open = contests.get(contest).open();
                for (long from = stretch.from(); from < stretch.to(); from += RUN) {
                    int count = (int) Math.min(RUN, stretch.to() - from);
                    scores[contest].read(from, keys, count);
                    if (!kernel.toKeys(keys, count) && badContest < 0) {
                        badContest = contest;
                        badFrom = from;
                    }
                    if (!open) {
                        bar(contests.get(contest).eligible(), from, count);
                    }
                    visitor.visit(contest, from, count);
                }
            }
        }

        /** Puts units that may not win behind all others. */
        private void bar(Mask eligible, long from, int count) {
            int word = (int) (from >>> 6);
            for (int i = 0; i < count; i += 64, word++) {
                long in = eligible.word(word);
                if (in == -1) {
                    continue;
                }
                int run = Math.min(64, count - i);
                for (int j = 0; j < run; j++) {
                    // All ones where the unit is in, so that its key passes; NEVER where it is not.
                    int pass = -(int) (in >>> j & 1);
                    keys[i + j] = (keys[i + j] & pass) | (KeyKernel.NEVER & ~pass);
                }
            }
        }

        void complainIfNotANumber() {
            if (badContest < 0) {
                return;
            }
            int[] bits = new int[1];
            for (long unit = badFrom; ; unit++) {
                scores[badContest].read(unit, bits, 1);
                if (Float.isNaN(Float.intBitsToFloat(bits[0]))) {
                    throw Contest.notANumber(contests.get(badContest).name(), unit);
                }
            }
        }
    }
}
