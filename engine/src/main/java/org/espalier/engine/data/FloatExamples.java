package org.espalier.engine.data;

import java.util.List;
import org.espalier.api.data.Examples;

/** Examples of one float a value, such as the rows of a table. */
final class FloatExamples implements Examples {
    private final List<Long> shape;
    private final float[][] rows;
    private final int[] labels;
    private String fingerprint = "";

    /** Takes arrays over: one row and one label an example. */
    FloatExamples(List<Long> shape, float[][] rows, int[] labels) {
        this.shape = List.copyOf(shape);
        this.rows = rows;
        this.labels = labels;
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
        return labels[index];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        float[] row = rows[index];
        System.arraycopy(row, 0, into, offset, row.length);
    }

    @Override
    public synchronized String fingerprint() {
        if (fingerprint.isEmpty()) {
            var content = new Fingerprint().add("floats " + shape).add(labels);
            for (float[] row : rows) {
                content.add(row);
            }
            fingerprint = content.hex();
        }
        return fingerprint;
    }
}
