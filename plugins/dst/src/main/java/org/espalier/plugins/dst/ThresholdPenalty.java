package org.espalier.plugins.dst;

import jakarta.validation.constraints.PositiveOrZero;
import org.espalier.api.mask.ExtraPenalty;
import org.espalier.api.plugin.Knob;

/**
 * {@code α · Σ exp(−t)} over trained thresholds (Liu et al. 2020, equations 5 and 6): pushes them up, the more weakly the
 * higher they are.
 */
public record ThresholdPenalty(
        @Knob("how strong the penalty is") @PositiveOrZero double alpha) implements ExtraPenalty {
    public ThresholdPenalty {
        if (!(alpha >= 0) || alpha == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("'alpha' must be at least 0 but is " + alpha);
        }
    }

    @Override
    public String extra() {
        return TrainableThreshold.THRESHOLD;
    }

    @Override
    public double value(double threshold) {
        return alpha * StrictMath.exp(-threshold);
    }

    @Override
    public double slope(double threshold) {
        return -alpha * StrictMath.exp(-threshold);
    }
}
