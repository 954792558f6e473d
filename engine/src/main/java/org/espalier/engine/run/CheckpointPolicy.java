package org.espalier.engine.run;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.espalier.api.plugin.Knob;

/** When a run writes down all that it needs to be taken up again: {@code checkpoint} in a pipeline file. */
public record CheckpointPolicy(
        @Knob(
                value = "minutes between two; 0 for after every step, .inf for one at the start and one when the run is"
                        + " asked to stop",
                otherwise = "1",
                infinite = true)
        @PositiveOrZero
        double minutes,

        @Knob(value = "how many are kept; the older ones stand in when the last one is damaged", otherwise = "2")
        @Positive
        int keep) {
    private static final double NANOSECONDS = 60e9;

    /** Returns the time between two checkpoints in nanoseconds. */
    long nanos() {
        return (long) (minutes * NANOSECONDS);
    }
}
