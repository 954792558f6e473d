package org.espalier.engine.pipeline;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.data.Batch;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Need;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.api.stage.Workbench.Split;
import org.espalier.api.train.Optimizer;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingPlan.Entry;
import org.espalier.engine.pipeline.LearningRateCurve.Point;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The learning-rate range test (Smith 2017, "Cyclical learning rates for training neural networks"): trains on the side
 * while the rate rises by the same factor at each step, and tells where the loss falls fastest. Nothing of that training
 * is left but the curve, in {@code metrics.csv} as {@code learning-rate} and {@code smoothed-loss}.
 */
public record FindLearningRate(
        @Knob(value = "the first learning rate", otherwise = "1e-6") @Positive
        double from,

        @Knob(value = "the learning rate that is reached if the loss bears it", otherwise = "1") @Positive
        double to,

        @Knob(value = "steps of the optimizer", otherwise = "100") @Min(10)
        int steps,

        @Knob(value = "examples in a batch", otherwise = "64") @Positive
        int batchSize,

        @Knob(value = "who moves the weights; its own learning rate is not used", otherwise = "adam")
        Optimizer optimizer,

        @Knob(value = "how much of the past loss stays at each step when it is smoothed, in [0, 1)", otherwise = "0.9")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double smoothing)
        implements Stage, Agenda.Foreseen {
    public FindLearningRate {
        if (to <= from) {
            throw new IllegalArgumentException("to (" + to + ") must lie above from (" + from + ")");
        }
    }

    @Override
    public void run(Workbench bench) {
        var watch = new Watch(from, to, new LearningRateCurve(smoothing));
        long perEpoch = Math.max(1, (bench.examples(Split.TRAIN) + batchSize - 1L) / batchSize);
        bench.trial(new TrainingPlan(
                (double) steps / perEpoch,
                batchSize,
                new Starting(optimizer, from),
                new Rise(to / from),
                to,
                0,
                Entry.BEGINNING,
                Double.POSITIVE_INFINITY,
                true,
                List.of(),
                List.of(watch)));
        bench.say(suggestion(watch.curve));
    }

    private static String suggestion(LearningRateCurve curve) {
        Optional<Point> steepest = curve.steepest();
        Optional<Point> minimum = curve.minimum();
        if (steepest.isEmpty() || minimum.isEmpty()) {
            return "the loss fell at no learning rate, so there is none to suggest; widen from and to, or give more"
                    + " steps";
        }
        return String.format(
                Locale.ROOT,
                "the loss falls fastest at a learning rate of %.2g; a tenth of the rate of its minimum is %.2g",
                steepest.get().rate(),
                minimum.get().rate() / 10);
    }

    @Override
    public void foresee(Agenda agenda, String path) {
        agenda.training(path, steps, (double) steps * batchSize);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.INPUTS, Need.LABELS);
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }

    /** Rises by the same factor in equal times, from 1 to {@code ratio}. */
    private record Rise(double ratio) implements Schedule {
        @Override
        public double at(Progress progress) {
            return (StrictMath.pow(ratio, progress.fraction()) - 1) / (ratio - 1);
        }
    }

    /** An optimizer with another learning rate to start from. */
    private record Starting(Optimizer optimizer, double learningRate) implements Optimizer {
        @Override
        public List<String> slots() {
            return optimizer.slots();
        }

        @Override
        public void update(
                INDArray weight,
                INDArray gradient,
                Map<String, INDArray> slots,
                double rate,
                long step,
                boolean decays) {
            optimizer.update(weight, gradient, slots, rate, step, decays);
        }
    }

    /** Draws the curve; it lives for one trial, which leaves nothing that could be resumed. */
    private record Watch(double from, double to, LearningRateCurve curve) implements TrainingHook {
        @Override
        public Cost lossComputed(Session session, Batch batch, INDArray output, Cost cost) {
            if (!Double.isFinite(cost.value())) {
                session.stop("the loss became " + cost.value());
                return new Cost(0, cost.gradientAtOutput().ulike().assign(0));
            }
            double rate = from * StrictMath.pow(to / from, session.progress().fraction());
            Point point = curve.add(rate, cost.value());
            session.note("learning-rate", point.rate());
            session.note("smoothed-loss", point.loss());
            if (curve.diverged()) {
                session.stop("the loss rose to four times its minimum");
            }
            return cost;
        }
    }
}
