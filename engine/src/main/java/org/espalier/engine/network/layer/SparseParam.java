package org.espalier.engine.network.layer;

import org.espalier.engine.kernel.Pattern;
import org.espalier.engine.kernel.SparseArray;

/**
 * The elements of a parameter that are alive.
 *
 * @param weight their weights
 * @param gradient their gradients, of the same pattern
 */
public record SparseParam(SparseArray weight, SparseArray gradient) {
    /** Returns which elements these are. */
    public Pattern pattern() {
        return weight.pattern();
    }
}
