package org.espalier.engine.kernel;

import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
final class Gauss {
    private static final double ROOT_OF_TWO = Math.sqrt(2);
    private static final double ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

    private Gauss() {}

    static double density(double x) {
        return StrictMath.exp(-x * x / 2) / ROOT_OF_TWO_PI;
    }

    static double cumulative(double x) {
        return 0.5 * Erf.erfc(-x / ROOT_OF_TWO);
    }
}
