package org.espalier.engine.pipeline;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Need;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.train.Optimizer;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingPlan.Entry;

/**
 * Trains the network. A step is one move of the optimizer: epochs, schedules, hooks and the step counts of a run's records
 * go by it, also where {@code accumulate} lets it take several batches.
 *
 * <p>The three retraining policies of Renda, Frankle and Carbin (2020) are all said with {@code schedule-epochs}, the
 * length of the whole schedule: training on behind its end fine-tunes at its last learning rate;
 * {@code rewind-learning-rate} replays its last epochs; and a {@code rewind} of weights and learning rate goes on from
 * where the snapshot was taken.
 */
public record Train(
        @Knob("passes over the training examples; fractions are allowed") @PositiveOrZero
        double epochs,

        @Knob(value = "examples in a batch", otherwise = "64") @Positive
        int batchSize,

        @Knob(
                value = "consecutive batches whose gradients are averaged for one step of the optimizer; everything"
                        + " that counts steps counts these",
                otherwise = "1")
        @Positive
        int accumulate,

        @Knob(value = "who moves the weights", otherwise = "adam")
        Optimizer optimizer,

        @Knob(value = "the learning rate's way from the optimizer's to final-learning-rate", otherwise = "constant")
        Schedule schedule,

        @Knob(value = "the learning rate at the schedule's end, whatever the schedule", otherwise = "0") @PositiveOrZero
        double finalLearningRate,

        @Knob(
                value = "length of the schedule when several trainings share it: each goes on where the last"
                        + " left it; 0 for a schedule of its own",
                otherwise = "0")
        @PositiveOrZero
        double scheduleEpochs,

        @Knob(value = "replay the schedule's last epochs; needs schedule-epochs", otherwise = "false")
        boolean rewindLearningRate,

        @Knob(value = "largest norm of all gradients together", otherwise = ".inf") @Positive
        double gradientClip,

        @Knob(
                value = "share of a label's weight that all classes have together while training, in [0, 1)",
                otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double labelSmoothing,

        @Knob(value = "start the optimizer without memory, as it does after a rewind", otherwise = "false")
        boolean freshOptimizer,

        @Knob(value = "layers that do not move: names, * stands for anything", otherwise = "[]")
        List<String> freeze,

        @Knob(value = "what else takes part, in order", otherwise = "[]")
        List<TrainingHook> with)
        implements Stage, Agenda.Foreseen {
    private static final double MOST_EPOCHS = 1e6;

    public Train {
        requireCountable("epochs", epochs);
        requireCountable("schedule-epochs", scheduleEpochs);
        freeze = List.copyOf(freeze);
        with = List.copyOf(with);
        if (rewindLearningRate && scheduleEpochs < epochs) {
            throw new IllegalArgumentException("rewind-learning-rate replays the last " + epochs
                    + " epochs of a schedule, but schedule-epochs is " + scheduleEpochs
                    + "; set it to the length of the whole schedule");
        }
    }

    private static void requireCountable(String option, double epochs) {
        if (epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException(
                    "'" + option + "' must be at most 1,000,000, as no training is longer, but is " + epochs);
        }
    }

    @Override
    public void run(Workbench bench) {
        bench.train(new TrainingPlan(
                epochs,
                batchSize,
                accumulate,
                optimizer,
                schedule,
                finalLearningRate,
                scheduleEpochs,
                entry(),
                gradientClip,
                labelSmoothing,
                freshOptimizer,
                freeze,
                with));
    }

    private Entry entry() {
        if (rewindLearningRate) {
            return Entry.REPLAY;
        }
        return scheduleEpochs > 0 ? Entry.CONTINUE : Entry.BEGINNING;
    }

    @Override
    public void foresee(Agenda agenda, String path) {
        agenda.training(path, epochs, batchSize, accumulate);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS, Need.LABELS);
    }

    @Override
    public Set<Evidence<?>> evidence() {
        var evidence = new LinkedHashSet<Evidence<?>>();
        with.forEach(hook -> evidence.addAll(hook.evidence()));
        return evidence;
    }

    @Override
    public boolean reentrant() {
        return true;
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
