package org.espalier.engine.schedule;

import jakarta.validation.constraints.Positive;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * {@code 1 - (1 - f)^power}: fast at first, when weights are many. The sparsity of gradual pruning (Zhu and Gupta 2017, eq. 1)
 * with power 3.
 *
 * @param power the exponent, above 0
 */
public record CubicSchedule(
        @Knob(value = "the exponent", otherwise = "3") @Positive
        double power) implements Schedule {
    public CubicSchedule {
        if (!(power > 0) || power == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("'power' must be above 0 but is " + power);
        }
    }

    @Override
    public double at(Progress progress) {
        return 1 - StrictMath.pow(1 - progress.fraction(), power);
    }
}
