package org.espalier.engine.metric;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Instruments;
import org.espalier.api.score.Need;

/**
 * A metric on the validation examples, as evidence: for all that is chosen or stopped by it while the network trains.
 *
 * @param metric what is measured
 */
public record ValidationMetric(Metric metric) implements Evidence<Double> {
    private static final Set<Need> NEEDS = Set.of(Need.INPUTS, Need.LABELS, Need.VALIDATION);

    public ValidationMetric {
        requireNonNull(metric, "metric is null");
    }

    @Override
    public Double gather(Instruments instruments) {
        return instruments.validation(metric);
    }

    @Override
    public Set<Need> needs() {
        return NEEDS;
    }

    /** Returns whether {@code next} is better than {@code best} by more than {@code least}; no number is better. */
    public boolean better(double next, double best, double least) {
        return (metric.higherIsBetter() ? next - best : best - next) > least;
    }
}
