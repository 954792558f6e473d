package org.espalier.engine.kernel;

/** A function that is applied to each element. */
public interface Pointwise {
    /** Returns the output for input {@code x}. */
    double apply(double x);

    /** Returns the derivative at input {@code x}, where the output is {@code y}. */
    double slope(double x, double y);

    /** Returns whether {@link #slope} needs the input; else it can be told from the output alone, and {@code x} may be anything. */
    boolean needsInput();
}
