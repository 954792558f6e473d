package org.espalier.engine.kernel;

/**
 * The nearest number within bounds; its derivative is 0 outside of them and at them.
 *
 * @param low the lower bound
 * @param high the upper bound, not below the lower one
 */
public record Clip(double low, double high) implements Pointwise {
    @Override
    public double apply(double x) {
        return Math.min(Math.max(x, low), high);
    }

    @Override
    public double slope(double x, double y) {
        return y > low && y < high ? 1 : 0;
    }

    @Override
    public boolean needsInput() {
        return false;
    }
}
