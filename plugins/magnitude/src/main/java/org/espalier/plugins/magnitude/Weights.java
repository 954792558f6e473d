package org.espalier.plugins.magnitude;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays as plain floats in c order, there and back. */
final class Weights {
    private Weights() {}

    /** Returns a copy of an array's elements in c order. */
    static float[] copy(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    /** Returns elements in c order as an array of {@code model}'s shape. */
    static INDArray like(INDArray model, float[] elements) {
        return Nd4j.createFromArray(elements).reshape('c', model.shape());
    }

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
