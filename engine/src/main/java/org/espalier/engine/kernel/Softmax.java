package org.espalier.engine.kernel;

/** Softmax with cross-entropy, in doubles: ten classes a row are not worth floats, and sums of many are. */
public final class Softmax {
    private Softmax() {}

    /**
     * Returns the mean of {@code −Σ t log softmax(z)} over the rows and replaces {@code z} by the gradient,
     * {@code (softmax(z) − t) / batch}, where the target is {@code t = (1 − ε)·onehot(label) + ε / classes}. The largest
     * element is taken off each row first, so that nothing overflows.
     *
     * @param smoothing ε in [0, 1)
     */
    public static double crossEntropy(double[] z, int[] labels, double smoothing, int batch, int classes) {
        double loss = 0;
        double evenly = smoothing / classes;
        for (int row = 0; row < batch; row++) {
            int start = row * classes;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = start; i < start + classes; i++) {
                largest = Math.max(largest, z[i]);
            }
            double wanted = (1 - smoothing) * (z[start + labels[row]] - largest);
            double sum = 0;
            for (int i = start; i < start + classes; i++) {
                wanted += evenly == 0 ? 0 : evenly * (z[i] - largest);
                z[i] = StrictMath.exp(z[i] - largest);
                sum += z[i];
            }
            for (int i = start; i < start + classes; i++) {
                z[i] = z[i] / (sum * batch) - evenly / batch;
            }
            z[start + labels[row]] -= (1 - smoothing) / batch;
            loss += StrictMath.log(sum) - wanted;
        }
        return loss / batch;
    }
}
