package org.espalier.engine.optimizer;

import java.util.Locale;
import java.util.function.Consumer;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.TrainingPlan;

/** The learning rate of each step of a training: where its schedule is entered, and how it goes on from there. */
public final class LearningRate {
    private final TrainingPlan plan;
    private final double clock;
    private final double entry;
    private final double length;

    /**
     * Places a training on its schedule.
     *
     * @param clock epochs of the schedule that have gone by
     */
    public LearningRate(TrainingPlan plan, double clock) {
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
    public double clock() {
        return clock;
    }

    /** Returns the rate of the step that begins after {@code epoch} epochs of this training. */
    public double at(double epoch, long stepsPerEpoch) {
        double position = Math.min(entry + epoch, length);
        long steps = Math.max(1, Math.round(length * stepsPerEpoch));
        long step = Math.min(steps, Math.round(position * stepsPerEpoch));
        double first = plan.optimizer().learningRate();
        return first
                + (plan.finalLearningRate() - first) * plan.schedule().at(new Progress(step, steps, position, length));
    }

    /**
     * Refuses a training at whose every step the rate is 0, and tells of one that is left without before its end: what it
     * asks for is training.
     *
     * @param steps how many it has
     */
    public void complain(long stepsPerEpoch, long steps, Consumer<String> told) {
        long moving = steps;
        while (moving > 0 && at((double) (moving - 1) / stepsPerEpoch, stepsPerEpoch) == 0) {
            moving--;
        }
        if (steps > 0 && moving == 0) {
            throw new IllegalArgumentException("the learning rate is 0 at each of the " + steps + " steps" + why());
        }
        // A schedule that is at 0 at its own end leaves the last step or two without.
        if (steps - moving > Math.max(2, steps / 100)) {
            told.accept("the learning rate is 0 at the last " + (steps - moving) + " of " + steps + " steps" + why());
        }
    }

    private String why() {
        return String.format(
                Locale.ROOT,
                ": the schedule, of %s epochs, is entered after %s and ends at %s. Begin a schedule of its own with"
                        + " 'schedule-epochs: 0', give the length of all trainings together, or a 'final-learning-rate'"
                        + " above 0",
                number(length),
                number(entry),
                number(plan.finalLearningRate()));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Returns the schedule's clock after {@code epochs} epochs of this training. */
    public double clockAfter(double epochs) {
        return entry + epochs;
    }
}
