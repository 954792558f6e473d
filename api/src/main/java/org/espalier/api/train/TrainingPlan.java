package org.espalier.api.train;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.schedule.Schedule;

/**
 * How to train.
 *
 * @param epochs passes over the training examples, at least 0; fractions of an epoch are allowed
 * @param batchSize examples in a batch, at least 1
 * @param optimizer who moves the weights
 * @param schedule the learning rate's way from the optimizer's to {@code finalLearningRate}
 * @param finalLearningRate the learning rate at the schedule's end, at least 0
 * @param scheduleEpochs the schedule's length in epochs; 0 for this training's own
 * @param entry where the schedule is entered
 * @param gradientClip the largest norm of all gradients together; infinite for no clipping
 * @param freshOptimizer whether the optimizer starts without memory; else it goes on with what it has
 * @param frozen globs over layer names whose parameters do not move
 * @param hooks who else takes part, in order
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record TrainingPlan(
        double epochs,
        int batchSize,
        Optimizer optimizer,
        Schedule schedule,
        double finalLearningRate,
        double scheduleEpochs,
        Entry entry,
        double gradientClip,
        boolean freshOptimizer,
        List<String> frozen,
        List<TrainingHook> hooks) {
    /** Where a training enters its learning-rate schedule (Renda, Frankle and Carbin 2020). */
    public enum Entry {
        /** At its beginning. */
        BEGINNING,
        /** Where the last training left it, or where a rewind put it. Behind its end it stays at its last value. */
        CONTINUE,
        /** So far before its end that this training finishes it: learning-rate rewinding. */
        REPLAY
    }

    public TrainingPlan {
        requireNonNull(optimizer, "optimizer is null");
        requireNonNull(schedule, "schedule is null");
        requireNonNull(entry, "entry is null");
        frozen = List.copyOf(frozen);
        hooks = List.copyOf(hooks);
        if (entry == Entry.REPLAY && scheduleEpochs < epochs) {
            throw new IllegalArgumentException("a schedule of " + scheduleEpochs + " epochs cannot be replayed for "
                    + epochs + " epochs; give the length of the whole schedule");
        }
        if (!(epochs >= 0) || batchSize < 1) {
            throw new IllegalArgumentException("epochs must be at least 0 and the batch size at least 1, but they are "
                    + epochs + " and " + batchSize);
        }
    }
}
