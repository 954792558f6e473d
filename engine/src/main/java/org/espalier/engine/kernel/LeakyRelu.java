package org.espalier.engine.kernel;

/**
 * {@code x} where it is positive, {@code below · x} elsewhere.
 *
 * @param below the slope below zero
 */
public record LeakyRelu(double below) implements Pointwise {
    @Override
    public double apply(double x) {
        return x > 0 ? x : below * x;
    }

    @Override
    public double slope(double x, double y) {
        return x > 0 ? 1 : below;
    }

    @Override
    public boolean needsInput() {
        return true;
    }
}
