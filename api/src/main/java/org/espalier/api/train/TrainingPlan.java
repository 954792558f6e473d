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
 * @param replay the schedule is entered so many epochs before its end, as if the epochs before had been trained
 *     already; negative means at its beginning. Learning-rate rewinding replays its last epochs
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
        double replay,
        double gradientClip,
        boolean freshOptimizer,
        List<String> frozen,
        List<TrainingHook> hooks) {
    public TrainingPlan {
        requireNonNull(optimizer, "optimizer is null");
        requireNonNull(schedule, "schedule is null");
        frozen = List.copyOf(frozen);
        hooks = List.copyOf(hooks);
        if (!(epochs >= 0) || batchSize < 1) {
            throw new IllegalArgumentException("epochs must be at least 0 and the batch size at least 1, but they are "
                    + epochs + " and " + batchSize);
        }
    }
}
