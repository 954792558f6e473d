package org.espalier.engine.schedule;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * Multiplies the quantity by a factor at given epochs: {@code first · factor^n}, for a last value of 0. The learning rate of
 * most published image classifiers.
 *
 * @param everyEpochs the distance of two drops in epochs; 0 when {@code at} says when
 * @param at the epochs at which it drops, rising; empty when {@code everyEpochs} says when
 * @param factor what it is multiplied by, in (0, 1)
 */
public record StepSchedule(
        @Knob(value = "epochs between two drops; 0 when 'at' says when", otherwise = "0") @PositiveOrZero
        double everyEpochs,

        @Knob(value = "epochs at which it drops", otherwise = "[]")
        List<@Positive Double> at,

        @Knob(value = "what each drop multiplies by, below 1", otherwise = "0.1") @Positive
        double factor)
        implements Schedule {
    /** An epoch counts as reached when the sum of many small steps falls short of it by rounding only. */
    private static final double ROUNDING = 1e-9;

    public StepSchedule {
        at = List.copyOf(at);
        if (!(factor > 0 && factor < 1)) {
            throw new IllegalArgumentException("'factor' must be above 0 and below 1 but is " + factor);
        }
        if (everyEpochs > 0 != at.isEmpty()) {
            throw new IllegalArgumentException(
                    "a step schedule needs either 'every-epochs' or 'at', but has every-epochs " + everyEpochs
                            + " and at " + at);
        }
    }

    @Override
    public double at(Progress progress) {
        return 1 - StrictMath.pow(factor, drops(progress.epoch()));
    }

    @Override
    public boolean completes() {
        return false;
    }

    private double drops(double epoch) {
        if (everyEpochs > 0) {
            return Math.floor(epoch / everyEpochs + ROUNDING);
        }
        return at.stream().filter(drop -> epoch >= drop - ROUNDING).count();
    }
}
