package org.espalier.engine.network.layer;

import org.espalier.engine.kernel.SparseArray;
import org.espalier.engine.kernel.SparsityPattern;

/**
 * The elements of a parameter that are alive.
 *
 * @param weight their weights
 * @param gradient their gradients, of the same pattern
 */
public record SparseParam(SparseArray weight, SparseArray gradient) {
    /** Returns which elements these are. */
    public SparsityPattern pattern() {
        return weight.pattern();
    }
}
