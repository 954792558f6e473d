package org.espalier.engine.schedule;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * Moves by the same factor in equal times, {@code first · ratio^f}, where the last value is {@code ratio · first}: iterative pruning
 * by a fixed share of what is left. Like every schedule it says how much of the way is gone, and first and last value are given
 * where it is used; between others it moves along the same curve, which then is no longer one of equal factors.
 *
 * @param ratio the last value over the first, in (0, 1)
 */
public record ExponentialSchedule(
        @Knob("last value over first, which are given elsewhere: the keep of a pruning from 1; for learning rates"
                + " final-learning-rate / learning-rate")
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
