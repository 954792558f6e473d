package org.espalier.engine.schedule;

import jakarta.validation.constraints.Positive;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * Moves in equal jumps, the last one at the end of the window.
 *
 * @param steps how many jumps, at least 1
 */
public record StepwiseSchedule(
        @Knob("how many equal jumps") @Positive int steps) implements Schedule {
    public StepwiseSchedule {
        if (steps < 1) {
            throw new IllegalArgumentException("'steps' must be at least 1 but is " + steps);
        }
    }

    @Override
    public double at(Progress progress) {
        return Math.floor(progress.fraction() * steps) / steps;
    }
}
