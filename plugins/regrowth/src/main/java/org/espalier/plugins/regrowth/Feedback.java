package org.espalier.plugins.regrowth;

import org.espalier.api.model.State;

/**
 * How many units to grow beyond what was dropped, to make up for those that went missing: {@code adjusted} in the reference
 * code of Sparse Momentum (Dettmers and Zettlemoyer 2019). After each revision
 * {@code adjusted ← 0.25 · adjusted + 0.75 · (baseline − count) + mean of all (baseline − count) so far}.
 *
 * <p>Departure: it is rounded to whole units. In the reference code it mends the rounding of each layer's growth; {@link DropGrow} grows
 * exact counts, so that it makes up only for what goes missing between revisions.
 *
 * @param adjusted what is to be made up for
 * @param baseline how many units there were at the first revision
 * @param rounds revisions so far
 * @param missing the sum of what was missing after each
 */
record Feedback(double adjusted, double baseline, double rounds, double missing) {
    private static final String ADJUSTED = "adjusted";
    private static final String BASELINE = "baseline";
    private static final String ROUNDS = "rounds";
    private static final String MISSING = "missing";

    /** Returns what was remembered, or the beginning with {@code present} units. */
    static Feedback of(State state, long present) {
        return new Feedback(
                state.scalar(ADJUSTED, 0),
                state.scalar(BASELINE, (double) present),
                state.scalar(ROUNDS, 0),
                state.scalar(MISSING, 0));
    }

    /** Returns how many more units to grow; less than 0 when there are too many. */
    long due() {
        return Math.round(adjusted);
    }

    /** Returns what to remember after a revision that left {@code count} units, beside {@code others}. */
    State after(long count, State others) {
        double lost = baseline - count;
        double all = missing + lost;
        return others.with(BASELINE, baseline)
                .with(ROUNDS, rounds + 1)
                .with(MISSING, all)
                .with(ADJUSTED, 0.25 * adjusted + 0.75 * lost + all / (rounds + 1));
    }
}
