package org.espalier.plugins.dst;

/** The unit step {@code S(x)}. */
final class Step {
    private Step() {}

    /**
     * Returns 1 for positive {@code x}, 0 for zero and below, and what is not a number as it is. There is no branch in it, so
     * that a loop over it becomes vector instructions; denormal numbers are less than 1, and no difference of two floats of
     * at least 1e-30 is one.
     */
    static float at(float x) {
        return Math.min(1f, Math.max(0f, x * Float.MAX_VALUE));
    }
}
