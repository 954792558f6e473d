package org.espalier.engine.pipeline;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Locale;
import java.util.Set;
import org.espalier.api.model.State;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Evidence;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.metric.ValidationMetric;

/** Ends a training once a metric on the validation examples has not become better for some epochs. */
public record EarlyStopping(
        @Knob(value = "what is watched, on the validation examples", otherwise = "accuracy")
        Metric metric,

        @Knob(value = "epochs without a better value before the training ends", otherwise = "5") @Positive
        int patience,

        @Knob(value = "by how much a value must beat the best to be better", otherwise = "0") @PositiveOrZero
        double least,

        @Knob(
                value = "where it begins to watch, as a share of the training: past the last change of masks",
                otherwise = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double from)
        implements TrainingHook {
    private static final String BEST = "best";
    private static final String EPOCH = "epoch";
    private static final String WAITED = "waited";

    @Override
    public void trainingStarted(Session session) {
        session.remember(State.empty());
    }

    @Override
    public void epochFinished(Session session) {
        if (session.progress().fraction() < from) {
            return;
        }
        var watched = new ValidationMetric(metric);
        double value = session.scoring(evidence(), session.progress()).get(watched);
        State state = session.state();
        if (!state.scalars().containsKey(BEST) || watched.better(value, state.scalar(BEST, value), least)) {
            session.remember(State.empty()
                    .with(BEST, value)
                    .with(EPOCH, session.progress().epoch())
                    .with(WAITED, 0));
            return;
        }
        double waited = state.scalar(WAITED, 0) + 1;
        session.remember(state.with(WAITED, waited));
        if (waited >= patience) {
            session.stop(String.format(
                    Locale.ROOT,
                    "validation %s was %.6g after epoch %.6g and has not become better for %d epochs",
                    metric.name(),
                    state.scalar(BEST, Double.NaN),
                    state.scalar(EPOCH, Double.NaN),
                    patience));
        }
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(new ValidationMetric(metric));
    }
}
