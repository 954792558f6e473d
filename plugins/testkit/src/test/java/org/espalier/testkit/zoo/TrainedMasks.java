package org.espalier.testkit.zoo;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.Elementwise;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Patterns that move by gradient. */
final class TrainedMasks {
    private TrainedMasks() {}

    /**
     * Dynamic sparse training (Liu et al. 2020): a weight is alive where {@code |w| > t}, with one trained threshold
     * {@code t} an output row (neuron, filter, or hidden unit of one gate).
     */
    record TrainableThreshold() implements Elementwise {
        static final String THRESHOLD = "threshold";
        private static final double COLLAPSED = 0.01;

        @Override
        public String row() {
            return THRESHOLD;
        }

        @Override
        public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
            INDArray thresholds = Nd4j.zeros(DataType.FLOAT, info.shape().get(0));
            return new Latent(dense, Map.of(THRESHOLD, thresholds), Map.of());
        }

        @Override
        public boolean alive(float dense, float row, boolean masked) {
            return Math.abs(dense) - row > 0;
        }

        @Override
        public float forward(float dense, float row, boolean on) {
            return alive(dense, row, on) ? dense : 0;
        }

        /** {@code g · (M + |w| · H(|w| − t))}: the performance and the structure gradient. */
        @Override
        public float backward(float dense, float row, boolean on, float gradient) {
            float step = alive(dense, row, on) ? 1 : 0;
            return gradient * (step + Math.abs(dense) * surrogate(Math.abs(dense) - row));
        }

        @Override
        public float backwardRow(float dense, float row, boolean on, float gradient) {
            return -gradient * dense * surrogate(Math.abs(dense) - row);
        }

        /** {@code H}, the long-tailed estimate of the step's derivative. */
        static float surrogate(float x) {
            float size = Math.abs(x);
            if (size <= 0.4f) {
                return 2 - 4 * size;
            }
            return size <= 1 ? 0.4f : 0;
        }

        /** A layer that is all but gone starts its thresholds anew. */
        @Override
        public Latent repair(ParamInfo info, Latent latent, Mask mask) {
            if (effective(info, latent, mask).mask().density() > COLLAPSED) {
                return latent;
            }
            return start(info, latent.dense(), RandomGenerator.getDefault());
        }
    }

    /** {@code weight · Σ exp(−t)} over the thresholds: pushes them up, ever more weakly (Liu et al. 2020). */
    record ThresholdPenalty(double weight) implements Regularizer {
        @Override
        public Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
            INDArray thresholds = requireNonNull(
                    latent.trainable().get(TrainableThreshold.THRESHOLD), "a weight without trainable thresholds");
            INDArray terms = Transforms.exp(thresholds.neg()).muli(weight);
            INDArray dense = Nd4j.zeros(DataType.FLOAT, info.shapeArray());
            return new Penalty(
                    terms.sumNumber().doubleValue(),
                    new Latent(dense, Map.of(TrainableThreshold.THRESHOLD, terms.neg()), Map.of()));
        }
    }

    /** Steers a density by the weight of DST's penalty: {@code weight ← weight · exp(rate · (density − target))}. */
    record DensityController(double target, double first, double rate) implements TrainingHook {
        private static final String WEIGHT = "weight";

        @Override
        public void trainingStarted(Session session) {
            session.parameterize(
                    new TrainableThreshold(), penalties(session.state().scalar(WEIGHT, first)), "*");
        }

        @Override
        public void epochFinished(Session session) {
            double error = session.masks().density() - target;
            double next = session.state().scalar(WEIGHT, first) * Math.exp(rate * error);
            session.remember(session.state().with(WEIGHT, next));
            session.regularize(penalties(next), "*");
            session.note("dst.weight", next);
        }

        private static List<Regularizer> penalties(double weight) {
            return List.of(new ThresholdPenalty(weight));
        }
    }
}
