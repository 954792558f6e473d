package org.espalier.engine.data;

import java.util.List;
import org.espalier.api.data.Examples;

/** Examples of one byte a value, such as images: kept as bytes, read as {@code byte / 255}. */
final class ByteExamples implements Examples {
    /** How many values a byte has: the length of a table for one channel. */
    static final int LEVELS = 256;

    private static final float[] UNIT = unit();

    private final List<Long> shape;
    private final byte[] values;
    private final byte[] labels;
    private final int length;
    private final int channel;
    private String fingerprint = "";

    /**
     * Takes arrays over.
     *
     * @param shape of one example
     * @param values all examples one after the other, each in c order
     * @param labels one unsigned byte an example
     */
    ByteExamples(List<Long> shape, byte[] values, byte[] labels) {
        this.shape = List.copyOf(shape);
        this.values = values;
        this.labels = labels;
        this.length = Shapes.length(shape);
        this.channel = length / Shapes.channels(shape);
        if (values.length != (long) labels.length * length) {
            throw new IllegalArgumentException(
                    labels.length + " examples of the shape " + shape + " do not have " + values.length + " values");
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<Long> shape() {
        return shape;
    }

    @Override
    public int label(int index) {
        return labels[index] & 0xff;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int from = index * length;
        for (int i = 0; i < length; i++) {
            into[offset + i] = UNIT[values[from + i] & 0xff];
        }
    }

    /**
     * Writes an example through tables.
     *
     * @param tables what each of the {@link #LEVELS} byte values becomes, for each channel of the shape
     */
    void read(int index, float[][] tables, float[] into) {
        int from = index * length;
        int to = 0;
        for (float[] table : tables) {
            for (int end = to + channel; to < end; to++) {
                into[to] = table[values[from + to] & 0xff];
            }
        }
    }

    /** Returns what a byte is read as, in [0, 1]. */
    static float unit(int level) {
        return UNIT[level];
    }

    @Override
    public synchronized String fingerprint() {
        if (fingerprint.isEmpty()) {
            fingerprint = new Fingerprint()
                    .add("bytes " + shape)
                    .add(labels)
                    .add(values)
                    .hex();
        }
        return fingerprint;
    }

    private static float[] unit() {
        float[] table = new float[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            table[level] = level / 255f;
        }
        return table;
    }
}
