package org.espalier.engine.run;

import org.espalier.engine.run.Rehearsal.Doubt;

/**
 * What a rehearsal knows at a place of the run, beside what it has made of the network.
 *
 * @param doubt what may be other than in the run
 * @param factored whether factors stand in the place of some layer for certain, though the rehearsal does not have them
 * @param clock whether it is known how far the learning rate's schedule has come
 */
record Certainty(Doubt doubt, boolean factored, boolean clock) {
    /** Before the first stage. */
    static final Certainty ALL = new Certainty(Doubt.NONE, false, true);

    /** Where layers come into doubt, the factors may be multiplied out again. */
    Certainty doubting(Doubt more) {
        return new Certainty(more.compareTo(doubt) > 0 ? more : doubt, factored && more != Doubt.LAYERS, clock);
    }

    Certainty withFactored() {
        return new Certainty(doubt, true, clock);
    }

    Certainty withClock(boolean known) {
        return new Certainty(doubt, factored, known);
    }
}
