package org.espalier.plugins.magnitude;

/** What is said of weights as a whole. */
final class Weights {
    private Weights() {}

    /**
     * Returns the standard deviation of the elements that are not zero, and so of the weights that are left after
     * pruning; 0 where there are none.
     */
    static double deviation(float[] elements) {
        double sum = 0;
        double squares = 0;
        int left = 0;
        for (float element : elements) {
            if (element != 0) {
                sum += element;
                squares += (double) element * element;
                left++;
            }
        }
        if (left == 0) {
            return 0;
        }
        double mean = sum / left;
        return Math.sqrt(Math.max(0, squares / left - mean * mean));
    }
}
