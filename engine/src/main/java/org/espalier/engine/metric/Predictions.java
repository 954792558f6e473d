package org.espalier.engine.metric;

import java.util.Arrays;
import org.espalier.api.data.Batch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The rows of classes that a network gave, each with its label: one an example, or one a step of a sequence. */
final class Predictions {
    private final float[] outputs;
    private final int[] labels;
    private final int classes;

    /** Takes arrays over; {@code outputs} may be longer, since an output may stand at the front of a larger memory. */
    private Predictions(float[] outputs, int[] labels, int classes) {
        this.outputs = outputs;
        this.labels = labels;
        this.classes = classes;
    }

    /**
     * Takes a network's output apart.
     *
     * @throws IllegalArgumentException when there is not one label for each row of classes
     */
    static Predictions of(INDArray output, Batch batch) {
        long classes = output.size(output.rank() - 1);
        if (batch.labels().length() * classes != output.length()) {
            throw new IllegalArgumentException("there must be one label for each row of classes, but there are outputs "
                    + Arrays.toString(output.shape()) + " and " + batch.labels().length() + " labels");
        }
        return new Predictions(output.data().asFloat(), batch.labels().data().asInt(), (int) classes);
    }

    int rows() {
        return labels.length;
    }

    int label(int row) {
        return labels[row];
    }

    /** Returns the class of a row's largest output; of equal ones the first. */
    int predicted(int row) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (outputs[row * classes + c] > outputs[row * classes + best]) {
                best = c;
            }
        }
        return best;
    }

    /**
     * Returns how many outputs stand before the label's when a row is sorted, the largest first; of equal ones the first.
     * An output that is no number stands behind all.
     */
    int rank(int row) {
        int start = row * classes;
        float own = outputs[start + labels[row]];
        int before = 0;
        for (int c = 0; c < classes; c++) {
            float other = outputs[start + c];
            before += own > other || (own == other && c >= labels[row]) ? 0 : 1;
        }
        return before;
    }
}
