package org.espalier.api.train;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.schedule.Schedule;

/**
 * How to train. A step is one move of the optimizer; with {@code accumulate} above 1 it takes several batches, and
 * progress, schedules and cadences count it once.
 *
 * @param epochs passes over the training examples, at least 0; fractions of an epoch are allowed
 * @param batchSize examples in a batch, at least 1
 * @param accumulate consecutive batches whose gradients are averaged for one step, at least 1; each example counts alike,
 *     and what is left at an epoch's end makes a smaller step
 * @param optimizer who moves the weights
 * @param schedule the learning rate's way from the optimizer's to {@code finalLearningRate}
 * @param finalLearningRate the learning rate at the schedule's end, at least 0
 * @param scheduleEpochs the schedule's length in epochs; 0 for this training's own
 * @param entry where the schedule is entered
 * @param gradientClip the largest norm of all gradients together; infinite for no clipping
 * @param labelSmoothing ε in [0, 1): the share of a label's weight that all classes have together; the training loss has
 *     it, what is measured has not
 * @param freshOptimizer whether the optimizer starts without memory; else it goes on with what it has
 * @param frozen globs over layer names whose parameters do not move
 * @param hooks who else takes part, in order
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record TrainingPlan(
        double epochs,
        int batchSize,
        int accumulate,
        Optimizer optimizer,
        Schedule schedule,
        double finalLearningRate,
        double scheduleEpochs,
        Entry entry,
        double gradientClip,
        double labelSmoothing,
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
        if (accumulate < 1 || !(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new IllegalArgumentException(
                    "a step takes at least 1 batch and label smoothing is in [0, 1), but they" + " are " + accumulate
                            + " and " + labelSmoothing);
        }
        if (!(epochs >= 0) || batchSize < 1) {
            throw new IllegalArgumentException("epochs must be at least 0 and the batch size at least 1, but they are "
                    + epochs + " and " + batchSize);
        }
    }

    /** One batch a step, labels as they are. */
    public TrainingPlan(
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
        this(
                epochs,
                batchSize,
                1,
                optimizer,
                schedule,
                finalLearningRate,
                scheduleEpochs,
                entry,
                gradientClip,
                0,
                freshOptimizer,
                frozen,
                hooks);
    }
}
