package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The comparison of arrays with those that another implementation gave. */
final class Agreement {
    /** Terms of about 1 that cancel leave their rounding, which is not compared as if it were a result. */
    private static final double SMALL = 0.01;

    private Agreement() {}

    /**
     * Asserts that an array has the shape of another and about its elements.
     *
     * @param what what it is, for the message
     * @param tolerance of the largest difference, relative to the largest element expected, where that is not small
     */
    static void of(String what, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as("shape of %s", what).isEqualTo(expected.shape());
        double[] found = actual.dup('c').data().asDouble();
        double[] wanted = expected.dup('c').data().asDouble();
        double largest = 0;
        double difference = 0;
        int at = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i]));
            double gap = Math.abs(found[i] - wanted[i]);
            if (Double.isNaN(gap) || gap > difference) {
                difference = Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap;
                at = i;
            }
        }
        assertThat(difference)
                .as("largest difference of %s: element %d is %s and should be %s", what, at, found[at], wanted[at])
                .isLessThanOrEqualTo(tolerance * Math.max(largest, SMALL));
    }
}
