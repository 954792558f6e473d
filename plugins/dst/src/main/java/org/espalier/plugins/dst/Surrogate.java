package org.espalier.plugins.dst;

import java.util.Arrays;

/**
 * Stands in for the derivative of the unit step, which is zero or infinite: {@code H(x)} of Liu et al. 2020, section 3.3,
 * by which gradients reach thresholds and masked weights. Figure 2 there compares kinds of it.
 */
public enum Surrogate {
    /**
     * {@code 2 − 4|x|} up to 0.4, then 0.4 up to 1, then 0: narrow where it counts, with a tail that still reaches weights
     * far below their threshold (Xu and Cheung 2019). The paper's choice.
     */
    LONG_TAILED {
        @Override
        float at(float x) {
            float size = Math.abs(x);
            return size <= 1 ? Math.max(2 - 4 * size, 0.4f) : 0;
        }

        @Override
        void replace(float[] x, int count) {
            for (int i = 0; i < count; i++) {
                float size = Math.abs(x[i]);
                x[i] = Math.max(2 - 4 * size, 0.4f) * (1 - Step.at(size - 1));
            }
        }
    },

    /** {@code 2 − 4|x|} up to 0.5, then 0: the higher-order estimate without a tail (Liu, Z. et al. 2018, Bi-Real Net). */
    SHORT_TAILED {
        @Override
        float at(float x) {
            return Math.max(2 - 4 * Math.abs(x), 0);
        }

        @Override
        void replace(float[] x, int count) {
            for (int i = 0; i < count; i++) {
                x[i] = Math.max(2 - 4 * Math.abs(x[i]), 0f);
            }
        }
    },

    /** 1 up to 1, then 0: the straight-through estimator that saturates (Hubara et al. 2016). */
    RECTANGULAR {
        @Override
        float at(float x) {
            return Math.abs(x) <= 1 ? 1 : 0;
        }

        @Override
        void replace(float[] x, int count) {
            for (int i = 0; i < count; i++) {
                x[i] = 1 - Step.at(Math.abs(x[i]) - 1);
            }
        }
    },

    /** 1 everywhere: the straight-through estimator (Bengio, Léonard and Courville 2013). */
    STRAIGHT_THROUGH {
        @Override
        float at(float x) {
            return 1;
        }

        @Override
        void replace(float[] x, int count) {
            Arrays.fill(x, 0, count, 1);
        }
    };

    /** Returns {@code H(x)}, at least 0. */
    abstract float at(float x);

    /** Replaces each of the first {@code count} numbers by {@link #at} of it. */
    abstract void replace(float[] x, int count);
}
