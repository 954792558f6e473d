package org.espalier.engine.mask.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.espalier.api.mask.Mask;

/**
 * The units that compete with each other, as keys to be read page by page. Large pools are cut into parts at places that do
 * not depend on timing, one for each thread.
 */
public final class Pool {
    /** Units read at a time: they and their keys stay in the fastest cache. A multiple of 64. */
    static final int PAGE = 4096;

    /** Below so many units a second thread costs more than it brings. */
    private static final long WORTH_A_THREAD = 1 << 17;

    private static final int MOST_PARTS = 4;

    private final KeyKernel kernel;
    private final List<Contest> contests;
    private final FloatBits[] scores;
    private final long units;

    Pool(KeyKernel kernel, List<Contest> contests) {
        this.kernel = kernel;
        this.contests = List.copyOf(contests);
        this.scores =
                contests.stream().map(contest -> FloatBits.of(contest.scores())).toArray(FloatBits[]::new);
        this.units = contests.stream().mapToLong(Contest::units).sum();
    }

    KeyKernel kernel() {
        return kernel;
    }

    long units() {
        return units;
    }

    /** Returns how many contests there are. */
    int contests() {
        return contests.size();
    }

    /** Returns the units of the largest contest. */
    long largest() {
        return contests.stream().mapToLong(Contest::units).max().orElse(0);
    }

    /** Returns how many units may win. */
    long eligible() {
        return contests.stream()
                .mapToLong(contest -> contest.eligible().alive())
                .sum();
    }

    /** Returns masks' words for each contest, all masked. */
    long[][] noWinners() {
        return contests.stream()
                .map(contest -> new long[Mask.wordsFor(contest.units())])
                .toArray(long[][]::new);
    }

    /** Returns the keys of about {@code count} units at even distances, without those that may not win. */
    int[] sample(int count) {
        long distance = Math.max(1, units / count);
        int[] keys = new int[(int) (units / distance) + contests.size()];
        int found = 0;
        for (int contest = 0; contest < scores.length; contest++) {
            Mask eligible = contests.get(contest).eligible();
            boolean open = contests.get(contest).open();
            for (long unit = 0; unit < scores[contest].length(); unit += distance) {
                if (open || eligible.get(unit)) {
                    keys[found++] = scores[contest].bits(unit);
                }
            }
        }
        int[] sample = Arrays.copyOf(keys, found);
        kernel.toKeys(sample, found);
        return sample;
    }

    /** Cuts the pool into parts of about equal size, in order. */
    List<Scan> scans(int threads) {
        int count = (int) Math.max(1, Math.min(Math.min(threads, MOST_PARTS), units / WORTH_A_THREAD));
        long share = Math.max(1, (units + count - 1) / count);
        List<List<Stretch>> stretches = new ArrayList<>();
        IntStream.range(0, count).forEach(part -> stretches.add(new ArrayList<>()));
        long before = 0;
        for (int contest = 0; contest < contests.size(); contest++) {
            long size = contests.get(contest).units();
            for (long from = 0; from < size; ) {
                int part = (int) Math.min(count - 1, (before + from) / share);
                long end = part == count - 1 ? size : (part + 1) * share - before;
                long to = Math.min(size, (end + PAGE - 1) / PAGE * PAGE);
                stretches.get(part).add(new Stretch(contest, from, to));
                from = to;
            }
            before += size;
        }
        return stretches.stream().map(Scan::new).toList();
    }

    /** Does something with every part, at the same time. */
    static <P> void inParallel(List<P> parts, Consumer<? super P> work) {
        if (parts.size() == 1) {
            work.accept(parts.get(0));
            return;
        }
        parts.parallelStream().forEach(work);
    }

    /** Neighbouring units of one contest, from a multiple of the page size on. */
    record Stretch(int contest, long from, long to) {}

    /** Sees a page of keys. */
    @FunctionalInterface
    interface Visitor {
        /** Called with the first {@code count} keys, which are those of a contest's units from {@code from} on. */
        void visit(int[] keys, int contest, long from, int count);
    }

    /** One part of the pool, and what one thread needs to read it. */
    final class Scan {
        private final List<Stretch> stretches;
        private final int[] keys = new int[PAGE];
        private int badContest = -1;
        private long badFrom;

        private Scan(List<Stretch> stretches) {
            this.stretches = stretches;
        }

        /** Shows the part's pages in order; the keys of units that may not win are {@link KeyKernel#NEVER}. */
        void eachPage(Visitor visitor) {
            for (Stretch stretch : stretches) {
                int contest = stretch.contest();
                boolean open = contests.get(contest).open();
                for (long from = stretch.from(); from < stretch.to(); from += PAGE) {
                    int count = (int) Math.min(PAGE, stretch.to() - from);
                    scores[contest].read(from, keys, count);
                    if (!kernel.toKeys(keys, count) && badContest < 0) {
                        badContest = contest;
                        badFrom = from;
                    }
                    if (!open) {
                        bar(contests.get(contest).eligible(), from, count);
                    }
                    visitor.visit(keys, contest, from, count);
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
                    // All ones where the unit is in, so that its key passes; none where it is not.
                    int pass = -(int) (in >>> j & 1);
                    keys[i + j] = (keys[i + j] & pass) | (KeyKernel.NEVER & ~pass);
                }
            }
        }

        /**
         * Throws when a page held a score that is not a number; names the first of them.
         *
         * @throws IllegalArgumentException when a score is not a number
         */
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
