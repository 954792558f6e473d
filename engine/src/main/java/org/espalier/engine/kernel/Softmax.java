package org.espalier.engine.kernel;

/** Softmax with cross-entropy, in doubles: ten classes a row are not worth floats, and sums of many are. */
final class Softmax {
    private Softmax() {}

    /**
     * Returns the mean of {@code −log softmax(z)[label]} over the rows and replaces {@code z} by the gradient,
     * {@code (softmax(z) − onehot(label)) / batch}. The largest element is taken off each row first, so that nothing
     * overflows.
     */
    static double crossEntropy(double[] z, int[] labels, int batch, int classes) {
        double loss = 0;
        for (int row = 0; row < batch; row++) {
            int start = row * classes;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = start; i < start + classes; i++) {
                largest = Math.max(largest, z[i]);
            }
            double wanted = z[start + labels[row]] - largest;
            double sum = 0;
            for (int i = start; i < start + classes; i++) {
                z[i] = Math.exp(z[i] - largest);
                sum += z[i];
            }
            for (int i = start; i < start + classes; i++) {
                z[i] /= sum * batch;
            }
            z[start + labels[row]] -= 1.0 / batch;
            loss += Math.log(sum) - wanted;
        }
        return loss / batch;
    }
}
