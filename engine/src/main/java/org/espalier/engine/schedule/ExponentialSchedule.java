package org.espalier.engine.schedule;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * Moves by the same factor in equal times: {@code first · ratio^f}, which is iterative pruning by a fixed share of what is
 * left.
 *
 * @param ratio the last value over the first, in (0, 1): the final keep where pruning starts at 1
 */
public record ExponentialSchedule(
        @Knob("last value over first: the final keep where pruning starts at 1")
        @Positive
        @DecimalMax(value = "1", inclusive = false)
        double ratio)
        implements Schedule {
    public ExponentialSchedule {
        if (!(ratio > 0 && ratio < 1)) {
            throw new IllegalArgumentException("'ratio' must be above 0 and below 1 but is " + ratio);
        }
    }

    @Override
    public double at(Progress progress) {
        return (1 - StrictMath.pow(ratio, progress.fraction())) / (1 - ratio);
    }
}
