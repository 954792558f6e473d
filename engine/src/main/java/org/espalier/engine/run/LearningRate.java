package org.espalier.engine.run;

import org.espalier.api.schedule.Progress;
import org.espalier.api.train.TrainingPlan;

/** The learning rate of each step of a training: where its schedule is entered, and how it goes on from there. */
final class LearningRate {
    private final TrainingPlan plan;
    private final double clock;
    private final double entry;
    private final double length;

    /**
     * Places a training on its schedule.
     *
     * @param clock epochs of the schedule that have gone by
     */
    LearningRate(TrainingPlan plan, double clock) {
        this.plan = plan;
        this.clock = clock;
        this.length = plan.scheduleEpochs() > 0 ? plan.scheduleEpochs() : plan.epochs();
        this.entry = switch (plan.entry()) {
            case BEGINNING -> 0;
            case CONTINUE -> clock;
            case REPLAY -> length - plan.epochs();
        };
    }

    /** Returns how many epochs of the schedule had gone by when the training began. */
    double clock() {
        return clock;
    }

    /** Returns the rate of the step that begins after {@code epoch} epochs of this training. */
    double at(double epoch, long stepsPerEpoch) {
        double position = Math.min(entry + epoch, length);
        long steps = Math.max(1, Math.round(length * stepsPerEpoch));
        long step = Math.min(steps, Math.round(position * stepsPerEpoch));
        double first = plan.optimizer().learningRate();
        return first
                + (plan.finalLearningRate() - first) * plan.schedule().at(new Progress(step, steps, position, length));
    }

    /** Returns the schedule's clock after {@code epochs} epochs of this training. */
    double clockAfter(double epochs) {
        return entry + epochs;
    }
}
