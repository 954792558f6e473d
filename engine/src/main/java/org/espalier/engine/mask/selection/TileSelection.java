package org.espalier.engine.mask.selection;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Axis;

/**
 * Picks the best of each tile of a parameter: of every four neighbouring input channels, say, or of every output row.
 * Reads one output row at a time, unless tiles run over output rows.
 */
final class TileSelection {
    /** Canonical order of axes: {@code [OUT, IN]} for dense weights, {@code [OUT, IN, HEIGHT, WIDTH]} for convolutions. */
    private static final List<Axis> CANONICAL = List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH);

    /** Up to so many elements, comparing all pairs beats counting digits. */
    private static final int FEW = 32;

    private static final long WORTH_A_THREAD = 1 << 17;
    private static final int DIGIT = 8;

    private final Contest contest;
    private final int keep;
    private final int of;
    private final int slab;
    private final int[] bases;
    private final int[] line;
    private final long[] winners;

    private TileSelection(Contest contest, Scope.Tiles tiles, List<Long> shape) {
        this.contest = contest;
        boolean acrossRows = tiles.along().contains(Axis.OUT);
        this.slab = Math.toIntExact(acrossRows ? contest.units() : contest.units() / shape.get(0));
        List<Axis> axes = CANONICAL.subList(0, Math.min(shape.size(), CANONICAL.size()));
        this.line = offsets(shape, axes, tiles.along());
        List<Axis> fixed = axes.stream()
                .filter(axis -> !tiles.along().contains(axis) && (acrossRows || axis != Axis.OUT))
                .toList();
        this.bases = offsets(shape, axes, fixed);
        this.of = (int) Math.min(tiles.of(), line.length);
        this.keep = (int) Math.min(tiles.keep(), of);
        for (int from = 0; from < line.length; from += of) {
            // Equal scores go by flat index, whatever order of axes a tile is counted in.
            Arrays.sort(line, from, Math.min(from + of, line.length));
        }
        this.winners = new long[Mask.wordsFor(contest.units())];
    }

    /**
     * Returns the winners, as the words of a mask.
     *
     * @param shape the parameter's shape
     */
    static long[] select(Contest contest, Scope.Tiles tiles, List<Long> shape) {
        if (contest.units() != shape.stream().reduce(1L, Math::multiplyExact)) {
            throw new IllegalArgumentException("tiles are made of single weights, but '" + contest.name()
                    + "' has units of several: use granularity 'element'");
        }
        if (shape.size() > CANONICAL.size()) {
            throw new IllegalArgumentException(
                    "'" + contest.name() + "' has shape " + shape + "; tiles are for dense and convolution weights");
        }
        return new TileSelection(contest, tiles, shape).run();
    }

    private long[] run() {
        long slabs = contest.units() / slab;
        // 64 slabs end where a word of the mask does, so that no two threads write the same word.
        long blocks = (slabs + 63) / 64;
        IntStream work = IntStream.range(0, Math.toIntExact(blocks));
        (contest.units() >= WORTH_A_THREAD ? work.parallel() : work).forEach(block -> {
            Worker worker = new Worker();
            for (long row = 64L * block; row < Math.min(slabs, 64L * block + 64); row++) {
                worker.slab(row * slab);
            }
        });
        return winners;
    }

    /** Returns the flat offsets of all positions along some axes, in their order, the last one fastest. */
    private static int[] offsets(List<Long> shape, List<Axis> axes, List<Axis> along) {
        int[] offsets = {0};
        for (Axis axis : along) {
            int at = axes.indexOf(axis);
            if (at < 0) {
                continue;
            }
            int extent = Math.toIntExact(shape.get(at));
            int stride =
                    Math.toIntExact(shape.subList(at + 1, shape.size()).stream().reduce(1L, Math::multiplyExact));
            int[] before = offsets;
            offsets = new int[before.length * extent];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = before[i / extent] + i % extent * stride;
            }
        }
        return offsets;
    }

    /** What one thread needs. */
    private final class Worker {
        private final WideKeys source = new WideKeys(contest);
        private final long[] row = new long[slab];
        private final long[] tile = new long[of];
        private final int[] histogram = new int[1 << DIGIT];

        void slab(long start) {
            source.read(start, row, slab);
            for (int base : bases) {
                for (int from = 0; from < line.length; from += of) {
                    int count = Math.min(of, line.length - from);
                    int eligible = 0;
                    for (int i = 0; i < count; i++) {
                        tile[i] = row[base + line[from + i]];
                        eligible += tile[i] == WideKeys.NEVER ? 0 : 1;
                    }
                    int wanted = Math.min(keep, eligible);
                    if (wanted == 0) {
                        continue;
                    }
                    if (count <= FEW) {
                        few(count, wanted, start + base, from);
                    } else {
                        many(count, wanted, start + base, from);
                    }
                }
            }
        }

        private void few(int count, int wanted, long start, int from) {
            for (int i = 0; i < count; i++) {
                int better = 0;
                for (int j = 0; j < count; j++) {
                    better += tile[j] > tile[i] || (tile[j] == tile[i] && j < i) ? 1 : 0;
                }
                if (better < wanted) {
                    win(start + line[from + i]);
                }
            }
        }

        private void many(int count, int wanted, long start, int from) {
            long threshold = 0;
            int left = wanted;
            for (int shift = 64 - DIGIT; shift >= 0; shift -= DIGIT) {
                Arrays.fill(histogram, 0);
                for (int i = 0; i < count; i++) {
                    long key = tile[i] ^ Long.MIN_VALUE;
                    if (shift + DIGIT == 64 || (key ^ threshold) >>> (shift + DIGIT) == 0) {
                        histogram[(int) (key >>> shift) & (histogram.length - 1)]++;
                    }
                }
                int bin = histogram.length - 1;
                while (histogram[bin] < left) {
                    left -= histogram[bin];
                    bin--;
                }
                threshold |= (long) bin << shift;
            }
            threshold ^= Long.MIN_VALUE;
            for (int i = 0; i < count; i++) {
                if (tile[i] > threshold || (tile[i] == threshold && left-- > 0)) {
                    win(start + line[from + i]);
                }
            }
        }

        private void win(long unit) {
            winners[(int) (unit >>> 6)] |= 1L << unit;
        }
    }
}
