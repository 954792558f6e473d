package org.espalier.engine.mask.selection;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.espalier.api.budget.Allocation;
import org.espalier.api.budget.Scope;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.bench.Peer;
import org.espalier.engine.bench.Series;
import org.espalier.engine.mask.granularity.BlockBundle;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Exactly a tenth of 25.5 million scores in the shapes of ResNet-50's weights, in one pool, masks included; beside it the
 * time of reading the scores once, and a peer that prunes the same shapes.
 *
 * <p>Rounds alternate with the peer's, since machines are noisy; what counts is the ratio of medians. Started by the script
 * {@code engine/src/bench/selection}.
 */
public final class SelectionBenchmark {
    private static final double KEEP = 0.1;
    private static final int ROUNDS = 3;
    private static final int CALLS = 15;
    private static final int WARM_UP = 40;
    private static final int PAGE = 4096;

    private final List<ParamInfo> params = resNet50();
    private final long units = params.stream().mapToLong(ParamInfo::size).sum();
    private final long kept = (long) Math.ceil(KEEP * units);
    private final Tensors weights = normal(params);
    private final Tensors scores = weights.map(array -> Transforms.abs(array, true));
    private final Allocation pool = new Allocation(
            List.of(new Scope.Pool(params.stream().map(BlockBundle::elements).toList(), kept)));
    private final MaskSet everything = MaskSet.ones(params);
    private double sink;

    private SelectionBenchmark() {}

    /** Takes the peer's command, word by word; without any, only Espalier is measured. */
    public static void main(String[] peer) throws IOException {
        new SelectionBenchmark().run(List.of(peer));
    }

    private void run(List<String> peer) throws IOException {
        Series readOne = new Series("reading the scores once, one thread");
        Series readAll = new Series("reading the scores once, all threads");
        Series select = new Series("selection with masks");
        Series judge = new Series("|w| and selection with masks");
        Series other = new Series("peer");
        for (int i = 0; i < WARM_UP; i++) {
            read(1);
            read(Runtime.getRuntime().availableProcessors());
            select(scores);
        }
        long allocated = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int call = 0; call < CALLS; call++) {
                readOne.time(() -> read(1));
                readAll.time(() -> read(Runtime.getRuntime().availableProcessors()));
                long before = allocatedBytes();
                select.time(() -> select(scores));
                allocated = allocatedBytes() - before;
                judge.time(() -> select(weights.map(array -> Transforms.abs(array, true))));
            }
            if (!peer.isEmpty()) {
                other.addAll(Peer.answer(peer, Map.of()));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d scores in %d arrays, keep %,d; %s on %d threads; a selection allocates %.2f MB, of which masks %.2f MB%n",
                units,
                params.size(),
                kept,
                KeyKernel.best().getClass().getSimpleName(),
                Runtime.getRuntime().availableProcessors(),
                allocated / 1e6,
                units / 8e6);
        for (Series series : List.of(readOne, readAll, select, judge, other)) {
            series.print();
        }
        select.ratioTo(readOne);
        select.ratioTo(readAll);
        if (!peer.isEmpty()) {
            other.ratioTo(select);
            other.ratioTo(judge);
        }
        if (sink == 1) {
            System.out.println();
        }
    }

    private void select(Tensors from) {
        MaskSet masks = new ExactSelector().keepBest(pool, from, everything, MaskSet.none());
        if (masks.alive() != kept) {
            throw new IllegalStateException(masks.alive() + " instead of " + kept);
        }
    }

    /** Adds up all scores, as plainly as the fastest loop over them can. */
    private void read(int threads) {
        List<FloatBits> arrays =
                params.stream().map(info -> FloatBits.of(scores.get(info.id()))).toList();
        double[] sums = new double[threads];
        IntStream.range(0, threads).parallel().forEach(thread -> {
            int[] page = new int[PAGE];
            long sum = 0;
            for (FloatBits array : arrays) {
                long from = array.length() * thread / threads;
                long to = array.length() * (thread + 1) / threads;
                for (long at = from; at < to; at += PAGE) {
                    int count = (int) Math.min(PAGE, to - at);
                    array.read(at, page, count);
                    int part = 0;
                    for (int i = 0; i < count; i++) {
                        part += page[i];
                    }
                    sum += part;
                }
            }
            sums[thread] = sum;
        });
        sink += Arrays.stream(sums).sum();
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ToLongFunction<long[]> total =
                bytes -> Arrays.stream(bytes).filter(count -> count > 0).sum();
        return total.applyAsLong(threads.getThreadAllocatedBytes(threads.getAllThreadIds()));
    }

    private static Tensors normal(List<ParamInfo> params) {
        Random random = new Random(1);
        return Tensors.of(params, info -> {
            float[] values = new float[(int) info.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return Nd4j.createFromArray(values).reshape('c', info.shapeArray());
        });
    }

    private static List<ParamInfo> resNet50() {
        List<ParamInfo> params = new ArrayList<>();
        add(params, 64, 3, 7);
        long in = 64;
        int[][] stages = {{64, 3}, {128, 4}, {256, 6}, {512, 3}};
        for (int[] stage : stages) {
            long width = stage[0];
            for (int block = 0; block < stage[1]; block++) {
                add(params, width, in, 1);
                add(params, width, width, 3);
                add(params, 4 * width, width, 1);
                if (block == 0) {
                    add(params, 4 * width, in, 1);
                }
                in = 4 * width;
            }
        }
        add(params, 1000, 2048, 1);
        return params;
    }

    private static void add(List<ParamInfo> params, long out, long in, long kernel) {
        params.add(new ParamInfo(
                ParamId.of("layer" + params.size(), "weight"),
                List.of(out, in, kernel, kernel),
                List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
                true));
    }
}
