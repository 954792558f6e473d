package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.espalier.plugins.regrowth.Parts.WEIGHT;

import java.util.SplittableRandom;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.mask.criterion.RandomCriterion;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.FakeSession;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.ParameterizationContract;
import org.espalier.testkit.RegularizerContract;
import org.espalier.testkit.TrainingHookContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The parts of DEEP R (Bellec et al. 2018). */
final class DeepRewiringTest {
    private static final FakeNetwork FOUR = FakeNetwork.dense(4, 1).with(WEIGHT, 1, -2, 3, -4);
    private static final ParamInfo INFO = FOUR.param(WEIGHT);
    private static final Mask ALL = Mask.ones(INFO.shape());

    private static float[] weights(Parameterization parameterization, Latent latent) {
        return Flat.copy(parameterization.effective(INFO, latent, ALL).weight());
    }

    @Nested
    final class Hard implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new SignedTheta();
        }

        @Override
        public Latent parameterizationLatent(ParamInfo info) {
            return awake(parameterization(), info);
        }

        @Test
        void startsAtTheWeightsAndRunsAsZeroBelowZero() {
            Latent start = parameterization().start(INFO, FOUR.latent(WEIGHT), new SplittableRandom(1));
            assertThat(Flat.copy(start.dense())).containsExactly(1, 2, 3, 4);
            assertThat(start.trainable()).isEmpty();
            assertThat(weights(parameterization(), start)).containsExactly(1, -2, 3, -4);

            Latent crossed = start.withDense(Flat.array(new float[] {1, -0.1f, 0, 4}, INFO));
            assertThat(weights(parameterization(), crossed)).containsExactly(1, 0, 0, -4);
            // It counts as alive until it is replaced, so that counts hold at every step.
            assertThat(parameterization().effective(INFO, crossed, ALL).mask()).isEqualTo(ALL);
            Latent pulled = parameterization().pullback(INFO, crossed, ALL, Flat.array(new float[] {1, 1, 1, 1}, INFO));
            assertThat(Flat.copy(pulled.dense())).containsExactly(new float[] {1, 0, 0, -1}, within(0f));
        }

        @Test
        void whatIsGrownIsBarelyAlive() {
            Latent latent = parameterization().start(INFO, FOUR.latent(WEIGHT), new SplittableRandom(1));
            Latent crossed = latent.withDense(Flat.array(new float[] {1, -0.1f, 0, 4}, INFO));
            Mask grown = Mask.of(INFO.shape(), i -> i == 1);
            Latent admitted = parameterization().admit(INFO, crossed, grown, FOUR.latent(WEIGHT));
            assertThat(Flat.copy(admitted.dense())).containsExactly(1, 1e-12f, 0, 4);
        }
    }

    @Nested
    final class Soft implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new SoftSignedTheta(0.5, 1e-5, 1e-5, 0.05);
        }

        @Override
        public Latent parameterizationLatent(ParamInfo info) {
            return awake(parameterization(), info);
        }

        /** {@code T = 0.05 · 1e-10 / 2}, {@code β = 1e-5 / T = 4e6}, so {@code −0.995 / (0.005 · 4e6)}. */
        @Test
        void thetaGoesNoLowerThanTheEquilibriumTakes() {
            assertThat(new SoftSignedTheta(0.005, 1e-5, 1e-5, 0.05).floor()).isCloseTo(-4.975e-5, within(1e-12));
            Latent low = awake(parameterization(), INFO).withDense(Flat.array(new float[] {-1, -1e-9f, 0, 2}, INFO));
            float floor = (float) new SoftSignedTheta(0.5, 1e-5, 1e-5, 0.05).floor();
            assertThat(Flat.copy(parameterization().repair(INFO, low, ALL).dense()))
                    .containsExactly(floor, -1e-9f, 0, 2);
        }

        @Test
        void weightsWakeUpWithoutAMask() {
            Latent latent = awake(parameterization(), INFO).withDense(Flat.array(new float[] {-1, 1, -1, 1}, INFO));
            Parameterization.Effective effective = parameterization().effective(INFO, latent, Mask.zeros(INFO.shape()));
            assertThat(effective.mask()).isEqualTo(Mask.of(INFO.shape(), i -> i % 2 == 1));
        }

        @Test
        void aboutItsShareIsActiveAtFirst() {
            ParamInfo info = FakeNetwork.mlp().param(WEIGHT);
            Latent start = parameterization().start(info, FakeNetwork.mlp().latent(WEIGHT), new SplittableRandom(3));
            Mask mask = parameterization()
                    .effective(info, start, Mask.ones(info.shape()))
                    .mask();
            assertThat(mask.density()).isCloseTo(0.5, within(0.15));
            double lowest = start.dense().minNumber().doubleValue();
            assertThat(lowest).isGreaterThanOrEqualTo(new SoftSignedTheta(0.5, 1e-5, 1e-5, 0.05).floor() * 1.0001);
        }
    }

    private static Latent awake(Parameterization parameterization, ParamInfo info) {
        FakeNetwork network = info.equals(INFO) ? FOUR : FakeNetwork.convolutional();
        Latent latent = parameterization.start(info, network.latent(info.id()), new SplittableRandom(1));
        return latent.withDense(latent.dense().add(0.5));
    }

    @Nested
    final class Penalty implements RegularizerContract {
        @Override
        public Regularizer regularizer() {
            return new ActiveL1(0.01);
        }

        @Test
        void pullsOnlyWhatIsActive() {
            Latent latent = Latent.of(Flat.array(new float[] {1, -2, 3, 4}, INFO));
            Mask mask = Mask.of(INFO.shape(), i -> i < 3);
            Regularizer.Penalty penalty = regularizer().penalty(INFO, latent, mask, Progress.DONE);
            assertThat(penalty.value()).isCloseTo(0.04, within(1e-9));
            assertThat(Flat.copy(penalty.gradient().dense())).containsExactly(0.01f, 0, 0.01f, 0);
        }
    }

    @Nested
    final class Noise implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return new Walk(1e-2, 0, progress -> 0, false);
        }

        @Test
        void movesTheGradientsOfLivingWeightsAlone() {
            float[] still = noise(new Walk(1e-2, 0, progress -> 0, false));
            assertThat(still[0]).isNotZero();
            assertThat(still[1]).isZero();
            float[] everywhere = noise(new Walk(1e-2, 0, progress -> 0, true));
            assertThat(everywhere[1]).isNotZero();
            assertThat(noise(new Walk(1e-2, 0, progress -> 1, true))).containsOnly(0);
        }

        private float[] noise(Walk walk) {
            FakeNetwork network = FakeNetwork.dense(4, 1).with(WEIGHT, 1, 0, -1, 2);
            Tensors none = Tensors.of(network.prunable(), info -> Flat.array(new float[(int) info.size()], info));
            return Flat.copy(
                    walk.gradientsComputed(FakeSession.of(network), none).get(WEIGHT));
        }
    }

    /** Weights of the fakes have both signs, so that half of the living ones count as crossed. */
    @Nested
    final class Crossed implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new ShedCrossed();
        }

        @Test
        void goAndAsManyOthersGrow() {
            FakeNetwork network = FakeNetwork.mlp();
            FakeScoring scoring = FakeScoring.of(network).withMasks(network.someAlive(0.4));
            MaskPolicy rewiring = Parts.dropGrow(policy(), new RandomCriterion(), new SameLayer(), true, true);
            Revision revision = rewiring.next(scoring);
            for (ParamInfo info : network.prunable()) {
                float[] theta = Flat.copy(network.latent(info.id()));
                Mask before = scoring.masks().get(info.id());
                Mask active = Mask.of(info.shape(), i -> before.get(i) && theta[(int) i] > 0);
                Mask after = revision.masks().get(info.id());
                assertThat(after.alive()).isEqualTo(before.alive());
                assertThat(after.andNot(revision.grown().get(info.id()))).isEqualTo(active);
            }
        }
    }
}
