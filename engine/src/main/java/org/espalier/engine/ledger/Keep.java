package org.espalier.engine.ledger;

/** What a budget leaves, as users write it. */
final class Keep {
    private Keep() {}

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
