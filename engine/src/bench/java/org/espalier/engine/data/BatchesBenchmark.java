package org.espalier.engine.data;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.engine.random.RandomStreams;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Images put together a second, in one thread, shuffled over as many images as the set has: as they are, and shifted and
 * mirrored. Assembling must be much quicker than training: 200,000 images of MNIST's size a second and more.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchesBenchmark {
    private static final int BATCH = 128;

    private final Batches grey = batches(60_000, List.of(1L, 28L, 28L), List.of());
    private final Batches greyAugmented =
            batches(60_000, List.of(1L, 28L, 28L), List.of(new PadAndCrop(4), new Flip(0.5)));
    private final Batches colour = batches(50_000, List.of(3L, 32L, 32L), List.of());
    private final Batches colourAugmented =
            batches(50_000, List.of(3L, 32L, 32L), List.of(new PadAndCrop(4), new Flip(0.5)));
    private int step;

    /** MNIST's size. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Batch grey() {
        return next(grey);
    }

    /** MNIST's size, augmented. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Batch greyAugmented() {
        return next(greyAugmented);
    }

    /** CIFAR-10's size. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Batch colour() {
        return next(colour);
    }

    /** CIFAR-10's size, augmented. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Batch colourAugmented() {
        return next(colourAugmented);
    }

    /** Without the last batch of an epoch, which is smaller. */
    private Batch next(Batches batches) {
        int steps = batches.perEpoch() - 1;
        step++;
        return batches.at(step / steps, step % steps);
    }

    private static Batches batches(int size, List<Long> shape, List<Augmentation> augmentations) {
        RandomGenerator random = RandomStreams.of(1, "bench", 0);
        byte[] values = new byte[size * Shapes.length(shape)];
        random.nextBytes(values);
        return Batches.shuffled(
                new ByteExamples(shape, values, new byte[size]),
                new Normalisation(List.of(0.1307), List.of(0.3081)),
                augmentations,
                BATCH,
                1,
                false);
    }
}
