package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.TrainingHook;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeSession;
import org.espalier.testkit.ParameterizationContract;
import org.espalier.testkit.RegularizerContract;
import org.espalier.testkit.TrainingHookContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TrainedMasksTest {
    private static final ParamInfo INFO =
            new ParamInfo(ParamId.of("lstm", "input-gate"), List.of(2L, 3L), List.of(Axis.OUT, Axis.IN), true);
    private static final Mask ALL = Mask.ones(INFO.shape());

    private static Latent latent(INDArray weight, float... thresholds) {
        return new Latent(weight, Map.of("threshold", Nd4j.createFromArray(thresholds)), Map.of());
    }

    private static INDArray weight() {
        return Nd4j.createFromArray(new float[][] {{.05f, -.5f, .2f}, {.3f, -.31f, 1.5f}});
    }

    @Nested
    final class TrainableThreshold implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new TrainedMasks.TrainableThreshold();
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }

        @Test
        void masksAndPullsBackAsPublished() {
            Latent latent = latent(weight(), .1f, .3f);
            Parameterization.Effective effective = parameterization().effective(INFO, latent, ALL);
            assertThat(effective.mask()).isEqualTo(Mask.of(INFO.shape(), i -> i != 0 && i != 3));
            assertThat(Flat.values(effective.weight())).containsExactly(0, -.5f, .2f, 0, -.31f, 1.5f);
            INDArray gradient = Nd4j.createFromArray(new float[][] {{1, 2, -1}, {.5f, 1, -2}});
            Latent pulled = parameterization().pullback(INFO, latent, ALL, gradient);
            assertThat(Flat.values(pulled.dense()))
                    .containsExactly(new float[] {.09f, 2.4f, -1.32f, .3f, 1.6076f, -2}, within(1e-5f));
            assertThat(Flat.values(pulled.trainable().get("threshold")))
                    .containsExactly(new float[] {.63f, .3076f}, within(1e-5f));
        }

        @Test
        void estimatesTheStepsDerivativeWithALongTail() {
            float[] at = {0, .1f, .2f, .4f, .4001f, .7f, 1, 1.0001f};
            float[] expected = {2, 1.6f, 1.2f, .4f, .4f, .4f, .4f, 0};
            for (int i = 0; i < at.length; i++) {
                assertThat(TrainedMasks.TrainableThreshold.surrogate(at[i])).isCloseTo(expected[i], within(1e-6f));
                assertThat(TrainedMasks.TrainableThreshold.surrogate(-at[i])).isCloseTo(expected[i], within(1e-6f));
            }
        }

        @Test
        void bringsBackALayerThatIsAllButGone() {
            Latent gone = latent(weight(), 9, 9);
            assertThat(parameterization().effective(INFO, gone, ALL).mask().alive())
                    .isZero();
            Latent mended = parameterization().repair(INFO, gone, ALL);
            assertThat(parameterization().effective(INFO, mended, ALL).mask().alive())
                    .isEqualTo(6);
            Latent alive = latent(weight(), .1f, 9);
            assertThat(parameterization().repair(INFO, alive, ALL)).isSameAs(alive);
        }
    }

    @Nested
    final class ThresholdPenalty implements RegularizerContract {
        @Override
        public Regularizer regularizer() {
            return new TrainedMasks.ThresholdPenalty(0.5);
        }

        @Override
        public Latent regularizerLatent(ParamInfo info) {
            INDArray dense = FakeNetwork.convolutional().latent(info.id());
            return new TrainedMasks.TrainableThreshold().start(info, dense, new SplittableRandom(1));
        }

        @Test
        void fallsExponentiallyWithTheThresholds() {
            Regularizer.Penalty penalty =
                    new TrainedMasks.ThresholdPenalty(1).penalty(INFO, latent(weight(), .1f, .3f), ALL, Progress.DONE);
            assertThat(penalty.value()).isCloseTo(1.645656, within(1e-6));
            assertThat(Flat.values(penalty.gradient().trainable().get("threshold")))
                    .containsExactly(new float[] {-.904837f, -.740818f}, within(1e-5f));
        }
    }

    @Nested
    final class DensityController implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return new TrainedMasks.DensityController(0.02, 5e-4, 1);
        }

        @Test
        void raisesThePenaltyWhileTooMuchIsAlive() {
            FakeSession session = FakeSession.of(FakeNetwork.mlp()).train(hook(), 2, 5);
            double once = 5e-4 * Math.exp(0.98);
            double twice = once * Math.exp(0.98);
            assertThat(session.state().scalar("weight", 0)).isEqualTo(twice);
            assertThat(session.events())
                    .contains(
                            "parameterize * by TrainableThreshold[] with [ThresholdPenalty[weight=5.0E-4]]",
                            "regularize * with [ThresholdPenalty[weight=" + once + "]]");
        }
    }
}
