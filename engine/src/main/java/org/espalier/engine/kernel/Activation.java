package org.espalier.engine.kernel;

/** An element-wise non-linearity whose derivative can be told from its output. */
public enum Activation {
    /** {@code max(x, 0)}; its derivative at 0 is 0. */
    RELU {
        @Override
        double apply(double x) {
            // A plain comparison would turn NaN into 0 and hide it.
            return Math.max(x, 0);
        }

        @Override
        double slope(double y) {
            return y > 0 ? 1 : 0;
        }
    },
    /** The hyperbolic tangent. */
    TANH {
        @Override
        double apply(double x) {
            return Math.tanh(x);
        }

        @Override
        double slope(double y) {
            return 1 - y * y;
        }
    },
    /** {@code 1 / (1 + exp(−x))}. */
    SIGMOID {
        @Override
        double apply(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        @Override
        double slope(double y) {
            return y * (1 - y);
        }
    };

    /** Returns the output for input {@code x}. */
    abstract double apply(double x);

    /** Returns the derivative where the output is {@code y}. */
    abstract double slope(double y);
}
