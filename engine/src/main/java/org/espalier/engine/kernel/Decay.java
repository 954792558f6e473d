package org.espalier.engine.kernel;

/**
 * What an optimizer adds to a gradient to keep weights small: {@code g + l2 · w + l1 · sign(w)}.
 *
 * @param l1 the weight of {@code Σ |w|}, at least 0
 * @param l2 the weight of {@code ½ Σ w²}, at least 0
 */
public record Decay(double l1, double l2) {
    /** Adds nothing. */
    public static final Decay NONE = new Decay(0, 0);
}
