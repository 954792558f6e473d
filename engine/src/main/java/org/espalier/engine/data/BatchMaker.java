package org.espalier.engine.data;

import java.util.List;
import java.util.random.RandomGenerator;
import org.espalier.api.data.Batch;
import org.espalier.api.data.DataSet.Normalisation;
import org.espalier.api.data.Examples;
import org.espalier.engine.random.RandomStreams;

/** Puts batches together: reads, augments, normalises, and writes each example into native memory. */
final class BatchMaker {
    private final Examples examples;
    private final List<Augmentation> augmentations;
    private final int batchSize;
    private final Order order;
    private final long seed;
    private final Normalisation normalisation;
    private final Normaliser normaliser;
    private final Reader reader;
    private final List<Long> shape;
    private final List<Long> shown;
    private final int labels;
    private final float[] example;

    /**
     * Makes a maker.
     *
     * @param shown the shape of one example in a batch; has as many values as the examples' own
     */
    BatchMaker(
            Examples examples,
            Normalisation normalisation,
            List<Augmentation> augmentations,
            int batchSize,
            Order order,
            long seed,
            List<Long> shown) {
        this.examples = examples;
        this.augmentations = List.copyOf(augmentations);
        this.batchSize = batchSize;
        this.order = order;
        this.seed = seed;
        this.shown = Shapes.sameLength(shown, examples.shape());
        shape = examples.shape();
        labels = examples.labels();
        this.normalisation = normalisation;
        normaliser = new Normaliser(normalisation, shape);
        example = new float[Shapes.length(shape)];
        if ((long) example.length * Math.min(batchSize, examples.size()) * Float.BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a batch of " + batchSize + " examples of the shape " + shape
                    + " takes more than 2 GiB; choose a smaller batch size");
        }
        reader = reader();
    }

    /** Returns a maker of the same batches with examples of another shape. */
    BatchMaker shaped(List<Long> other) {
        return new BatchMaker(examples, normalisation, augmentations, batchSize, order, seed, other);
    }

    /** Makes a batch in the buffers that are given. */
    Batch make(long epoch, int step, BatchBuffers into) {
        int start = step * batchSize;
        int size = Math.min(batchSize, examples.size() - start);
        BatchBuffers.Buffers buffers = into.of(size, shown, labels);
        for (int i = 0; i < size; i++) {
            int index = order.example(epoch, start + i);
            reader.read(epoch, index);
            buffers.inputs().put(i * example.length, example);
            for (int label = 0; label < labels; label++) {
                buffers.labels().put(i * labels + label, examples.label(index, label));
            }
        }
        return buffers.batch();
    }

    /** Bytes that nobody changes are normalised by a table: one look-up in place of a conversion and a division. */
    private Reader reader() {
        if (!augmentations.isEmpty()) {
            return this::readAugmented;
        }
        if (examples instanceof ByteExamples bytes) {
            float[][] tables = normaliser.tables();
            return (epoch, index) -> bytes.read(index, tables, example);
        }
        if (examples instanceof Subset subset && subset.origin() instanceof ByteExamples bytes) {
            float[][] tables = normaliser.tables();
            return (epoch, index) -> bytes.read(subset.indexInOrigin(index), tables, example);
        }
        return this::readAugmented;
    }

    private void readAugmented(long epoch, int index) {
        examples.read(index, example, 0);
        if (!augmentations.isEmpty()) {
            // A stream for each example and epoch: the order of work cannot matter.
            RandomGenerator random = RandomStreams.brief(seed, epoch, index);
            for (Augmentation augmentation : augmentations) {
                augmentation.apply(example, shape, random);
            }
        }
        normaliser.apply(example);
    }

    /** Leaves one example, as the network is to see it, in {@link #example}. */
    private interface Reader {
        void read(long epoch, int index);
    }
}
