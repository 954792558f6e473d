package org.espalier.engine.pipeline;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import java.util.EnumSet;
import java.util.Set;
import org.espalier.api.model.State;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Evidence;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.metric.ValidationMetric;

/**
 * Leaves the network, when a training ends, as it was after the epoch that was best on the validation examples: weights,
 * masks and the optimizer's memory. Records the last value and the best, as {@code last-validation.…} and
 * {@code best-validation.…}, each behind the density that it was measured at.
 */
public record KeepBest(
        @Knob(value = "what the best is best by, on the validation examples", otherwise = "accuracy")
        Metric metric,

        @Knob(
                value = "where it begins to look, as a share of the training: past the last change of masks, or the"
                        + " best may be the densest",
                otherwise = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double from,

        @Knob(value = "the snapshot that holds the best, for rewind", otherwise = "best") @NotBlank
        String as)
        implements TrainingHook {
    private static final Set<Part> PARTS = EnumSet.of(Part.WEIGHTS, Part.MASKS, Part.PARAMETERIZATION, Part.OPTIMIZER);
    private static final String BEST = "best";
    private static final String EPOCH = "epoch";
    private static final String LAST = "last";

    public KeepBest {
        Snapshot.requireOwn(as);
    }

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
        State state = session.state().with(LAST, value);
        if (!state.scalars().containsKey(BEST) || watched.better(value, state.scalar(BEST, value), 0)) {
            session.snapshots().take(as);
            state = state.with(BEST, value).with(EPOCH, session.progress().epoch());
        }
        session.remember(state);
    }

    /** Before others make masks final, so that the best state's are what they make final. */
    @Override
    public void lastStepFinished(Session session) {
        State state = session.state();
        if (!state.scalars().containsKey(BEST)) {
            return;
        }
        session.note("density", session.masks().density());
        session.note("last-validation." + metric.name(), state.scalar(LAST, Double.NaN));
        session.snapshots().restore(as, PARTS);
        session.note("density", session.masks().density());
        session.note("best-epoch", state.scalar(EPOCH, Double.NaN));
        session.note("best-validation." + metric.name(), state.scalar(BEST, Double.NaN));
    }

    @Override
    public Set<String> takes() {
        return Set.of(as);
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(new ValidationMetric(metric));
    }
}
