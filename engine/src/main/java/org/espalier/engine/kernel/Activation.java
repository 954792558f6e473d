package org.espalier.engine.kernel;

/** The non-linearities without parameters. */
public enum Activation implements Pointwise {
    /** {@code max(x, 0)}; its derivative at 0 is 0. */
    RELU(false) {
        @Override
        public double apply(double x) {
            // A plain comparison would turn NaN into 0 and hide it.
            return Math.max(x, 0);
        }

        @Override
        public double slope(double x, double y) {
            return y > 0 ? 1 : 0;
        }
    },
    /** The hyperbolic tangent. */
    TANH(false) {
        @Override
        public double apply(double x) {
            return StrictMath.tanh(x);
        }

        @Override
        public double slope(double x, double y) {
            return 1 - y * y;
        }
    },
    /** {@code 1 / (1 + exp(−x))}. */
    SIGMOID(false) {
        @Override
        public double apply(double x) {
            return 1 / (1 + StrictMath.exp(-x));
        }

        @Override
        public double slope(double x, double y) {
            return y * (1 - y);
        }
    },
    /** {@code x Φ(x)} with the normal distribution's Φ in its exact form (Hendrycks and Gimpel 2016). */
    GELU(true) {
        @Override
        public double apply(double x) {
            return x * Gauss.cumulative(x);
        }

        @Override
        public double slope(double x, double y) {
            return Gauss.cumulative(x) + x * Gauss.density(x);
        }
    },
    /** {@code x · min(max(x / 6 + 1 / 2, 0), 1)} (Howard et al. 2019). */
    HARD_SWISH(true) {
        @Override
        public double apply(double x) {
            return x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
        }

        @Override
        public double slope(double x, double y) {
            return Math.abs(x) < 3 ? x / 3 + 0.5 : x > 0 ? 1 : 0;
        }
    };

    private final boolean needsInput;

    Activation(boolean needsInput) {
        this.needsInput = needsInput;
    }

    @Override
    public boolean needsInput() {
        return needsInput;
    }
}
