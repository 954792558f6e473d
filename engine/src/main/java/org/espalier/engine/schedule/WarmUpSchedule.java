package org.espalier.engine.schedule;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;

/**
 * Comes up from the last value (0 for a learning rate that ends at 0) along a straight line, then follows another
 * schedule, which counts the warm-up as its own time: a drop at epoch 80 stays at epoch 80.
 *
 * @param epochs length of the warm-up in epochs; 0 when {@code fraction} says it
 * @param fraction length as a share of the window, in [0, 1]; 0 when {@code epochs} says it
 * @param then what follows
 */
public record WarmUpSchedule(
        @Knob(value = "length in epochs; 0 when 'fraction' says it", otherwise = "0") @PositiveOrZero
        double epochs,

        @Knob(value = "length as a share of the window; 0 when 'epochs' says it", otherwise = "0")
        @PositiveOrZero
        @DecimalMax("1")
        double fraction,

        @Knob(value = "what follows", otherwise = "constant")
        Schedule then)
        implements Schedule {
    public WarmUpSchedule {
        requireNonNull(then, "then is null");
        if (epochs > 0 == fraction > 0) {
            throw new IllegalArgumentException("a warm-up needs either 'epochs' or 'fraction' above 0, but has epochs "
                    + epochs + " and fraction " + fraction);
        }
    }

    @Override
    public double at(Progress progress) {
        double done = epochs > 0 ? progress.epoch() / epochs : progress.fraction() / fraction;
        return 1 - Math.min(1, done) * (1 - then.at(progress));
    }

    @Override
    public boolean completes() {
        return false;
    }
}
