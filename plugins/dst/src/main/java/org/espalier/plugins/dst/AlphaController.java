package org.espalier.plugins.dst;

/**
 * Steers a density along a path to a target by the weight of DST's penalty, as a proportional-integral controller on
 * logarithms: {@code ln α = ln α₀ + P·e + I·Σe}, where {@code e = ln(density / path)} is how far too dense the network is.
 * The penalty moves thresholds, and they the density, so that the density's error changes as α's sum: the proportional part
 * brakes in time, and the integral part finds the α that holds the density.
 *
 * @param alpha the first weight {@code α₀}, above 0
 * @param target the density to arrive at, in (0, 1]
 */
record AlphaController(double alpha, double target) {
    private static final double PROPORTIONAL = 4;
    private static final double INTEGRAL = 0.1;

    /** How much of the way the path takes; the rest is for settling. */
    private static final double ARRIVES = 0.7;

    /** α stays within this factor of the first. */
    private static final double RANGE = 1000;

    /** Returns the density that is wanted at a moment: from 1 to the target by equal factors in equal times. */
    double path(double fraction) {
        return StrictMath.pow(target, Math.min(1, fraction / ARRIVES));
    }

    /** Returns how far too dense a network is, in logarithms. */
    double error(double density, double fraction) {
        return StrictMath.log(Math.max(density, 1e-6) / path(fraction));
    }

    /** Returns the sum of errors to remember, kept where it matters. */
    double sum(double before, double error) {
        double most = StrictMath.log(RANGE) / INTEGRAL;
        return Math.max(-most, Math.min(most, before + error));
    }

    /** Returns the next α. */
    double next(double error, double sum) {
        double exponent = PROPORTIONAL * error + INTEGRAL * sum;
        double most = StrictMath.log(RANGE);
        return alpha * StrictMath.exp(Math.max(-most, Math.min(most, exponent)));
    }
}
