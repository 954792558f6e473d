package org.espalier.engine.mask;

/**
 * What {@link MaskStore} demands of every commit beside shapes.
 *
 * @param minimum living weights that each prunable parameter must keep; smaller parameters must keep all of theirs. 0 lets
 *     a layer lose every weight
 */
public record CommitRules(long minimum) {
    /** One living weight a parameter: no layer is cut by accident. */
    public static final CommitRules DEFAULT = new CommitRules(1);

    public CommitRules {
        if (minimum < 0) {
            throw new IllegalArgumentException("'minimum' must be at least 0 but is " + minimum);
        }
    }
}
