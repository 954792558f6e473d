package org.espalier.engine.run;

/** Refuses measures that are no numbers: nothing that is chosen by one means anything. */
final class Finiteness {
    private Finiteness() {}

    /**
     * Requires a measure to be a number.
     *
     * @param what which measure, and when
     * @throws IllegalArgumentException when it is none; says what to try
     */
    static void require(String what, double value, LiveNetwork live) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(what + " is not a number. "
                    + (live.isFinite()
                            ? "All weights are finite, so look at the examples: very large values are brought to a"
                                    + " usual size by 'normalise: per-channel' under 'prepare'"
                            : "Weights are not finite: train with a lower learning rate or with gradient-clip, or load"
                                    + " other weights"));
        }
    }
}
