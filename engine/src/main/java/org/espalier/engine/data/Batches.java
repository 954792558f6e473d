package org.espalier.engine.data;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.espalier.api.data.Batch;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;

/**
 * Examples in mini-batches, epoch by epoch.
 *
 * <p>What a batch holds follows from the seed, the epoch and the step alone: not from what was asked for before, and not
 * from the timing of threads. So a training goes on after a kill by asking for the batch at which it stood.
 *
 * <p>Buffers are reused: <b>a batch is valid until the next one is asked for</b>. An object serves one thread at a time.
 */
public final class Batches {
    private final BatchMaker maker;
    private final int perEpoch;
    private final BatchBuffers[] sides = {new BatchBuffers(), new BatchBuffers()};
    private final boolean ahead;
    private final Executor background = background();

    /** Which of the two sides is filled next; the other one holds the batch that was handed out. */
    private int side;

    private CompletableFuture<Batch> pending = CompletableFuture.failedFuture(new NoSuchElementException());
    private long pendingEpoch = -1;
    private int pendingStep = -1;

    private Batches(BatchMaker maker, int perEpoch, boolean ahead) {
        this.maker = maker;
        this.perEpoch = perEpoch;
        this.ahead = ahead;
    }

    /**
     * Makes batches to train with: each epoch shows every example once, in an order of its own.
     *
     * @param examples what to draw from
     * @param normalisation applied to each example, after augmentation
     * @param augmentations applied to each example, in order
     * @param batchSize examples in a batch, at least 1; the last batch of an epoch holds what is left
     * @param seed decides order and augmentation, together with the epoch
     * @param ahead whether the next batch is made by a thread in the background while one is used
     * @throws IllegalArgumentException when normalisation or augmentations do not fit the shape of the examples
     */
    public static Batches shuffled(
            Examples examples,
            Normalisation normalisation,
            List<Augmentation> augmentations,
            int batchSize,
            long seed,
            boolean ahead) {
        augmentations.forEach(augmentation -> augmentation.check(examples.shape()));
        var maker = new BatchMaker(
                examples,
                normalisation,
                augmentations,
                checked(batchSize),
                new Order.Shuffled(examples.size(), seed),
                seed,
                examples.shape());
        return new Batches(maker, perEpoch(examples, batchSize), ahead);
    }

    /**
     * Makes batches to measure on: the examples in their own order, unchanged but for the normalisation.
     *
     * @param examples what to show
     * @param normalisation applied to each example
     * @param batchSize examples in a batch, at least 1; the last batch holds what is left
     */
    public static Batches inOrder(Examples examples, Normalisation normalisation, int batchSize) {
        var maker = new BatchMaker(
                examples,
                normalisation,
                List.of(),
                checked(batchSize),
                new Order.AsTheyStand(examples.size()),
                0,
                examples.shape());
        return new Batches(maker, perEpoch(examples, batchSize), false);
    }

    /**
     * Returns the same batches with each example under another shape: rows of pixels as the steps of a sequence, say.
     * Normalisation and augmentations still go by the examples' own.
     *
     * @param shape of one example; has as many values as their own
     * @throws IllegalArgumentException when it has not
     */
    public Batches shaped(List<Long> shape) {
        return new Batches(maker.shaped(shape), perEpoch, ahead);
    }

    /** Returns how many batches an epoch has; 0 when there are no examples. */
    public int perEpoch() {
        return perEpoch;
    }

    /**
     * Returns one batch.
     *
     * @param epoch from 0
     * @param step of the epoch, from 0 to below {@link #perEpoch()}
     * @return inputs {@code [batch, …shape]} and labels; overwritten when the next batch is asked for
     */
    public Batch at(long epoch, int step) {
        Objects.checkIndex(step, perEpoch);
        if (!ahead) {
            return maker.make(epoch, step, sides[0]);
        }
        Batch batch = taken(epoch, step);
        makeAhead(step + 1 < perEpoch ? epoch : epoch + 1, step + 1 < perEpoch ? step + 1 : 0);
        return batch;
    }

    /** Returns the batches of one epoch in turn. */
    public Iterable<Batch> epoch(long epoch) {
        return () -> new Iterator<>() {
            private int step;

            @Override
            public boolean hasNext() {
                return step < perEpoch;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("epoch " + epoch + " has " + perEpoch + " batches");
                }
                return at(epoch, step++);
            }
        };
    }

    /** Takes the batch that was made ahead when it is the right one; else makes it. The background is idle after this. */
    private Batch taken(long epoch, int step) {
        boolean right = pendingEpoch == epoch && pendingStep == step;
        pendingEpoch = -1;
        try {
            Batch made = pending.join();
            if (right) {
                return made;
            }
        } catch (CompletionException e) {
            if (right && e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
        }
        return maker.make(epoch, step, nextSide());
    }

    private void makeAhead(long epoch, int step) {
        BatchBuffers into = nextSide();
        pendingEpoch = epoch;
        pendingStep = step;
        pending = CompletableFuture.supplyAsync(() -> maker.make(epoch, step, into), background);
    }

    private BatchBuffers nextSide() {
        side = 1 - side;
        return sides[side];
    }

    /** One thread that is started when there is work and ends when there has been none for a while. */
    private static Executor background() {
        var executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, "espalier-batches");
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static int perEpoch(Examples examples, int batchSize) {
        requireNonNull(examples, "examples is null");
        return Math.toIntExact((examples.size() + (long) batchSize - 1) / batchSize);
    }

    private static int checked(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("the batch size must be at least 1 but was " + batchSize);
        }
        return batchSize;
    }
}
