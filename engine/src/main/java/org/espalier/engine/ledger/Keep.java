package org.espalier.engine.ledger;

/** What a budget leaves, as users write it. */
final class Keep {
    private Keep() {}

    /**
     * Requires what is counted to be given as a share or as a count.
     *
     * @param unit what is counted
     */
    static void check(double keep, String unit) {
        if (keep > 1 && keep != Math.rint(keep)) {
            throw new IllegalArgumentException(
                    keep + " is neither a share in (0, 1] nor, above 1, a whole number of " + unit);
        }
    }

    /**
     * Returns what may be spent.
     *
     * @param keep a share in (0, 1], or above 1 an amount
     * @param whole what was spent before
     */
    static double of(double keep, double whole) {
        return keep <= 1 ? keep * whole : keep;
    }
}
