package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.espalier.plugins.regrowth.Parts.WEIGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.engine.mask.distribution.UniformDistribution;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.ParameterizationContract;
import org.espalier.testkit.ScheduleContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Methods that keep or train what is behind masks. */
final class BehindMasksTest {
    private static final List<Long> SHAPE = List.of(1L, 4L);

    @Nested
    final class NetworkSurgery implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new Surgery(0.1);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Test
        void cutsBelowOneThresholdAndSplicesAboveAnother() {
            // Sizes of 1, 1, 3 and 3 have the mean 2 and the deviation 1.
            FakeNetwork first = FakeNetwork.dense(4, 1).with(WEIGHT, 1, -1, 3, -3);
            MaskPolicy surgery = new Surgery(0);
            Revision measured = surgery.next(FakeScoring.of(first));
            assertThat(measured.state().scalar("threshold fc1.weight", 0)).isEqualTo(2);
            assertThat(new Surgery(0.5).next(FakeScoring.of(first)).state().scalar("threshold fc1.weight", 0))
                    .isEqualTo(2.5);
            assertThat(measured.masks().get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i >= 2));

            // The weights have moved behind their masks, the thresholds 1.8 and 2.2 have not.
            FakeNetwork later = first.with(WEIGHT, 2.1f, -2.3f, 1.9f, -1.7f);
            Revision revision = surgery.next(
                    FakeScoring.of(later).withMasks(measured.masks()).withState(measured.state()));
            assertThat(revision.masks().get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i == 1 || i == 2));
            assertThat(revision.grown().get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i == 1));
            assertThat(revision.start()).isEqualTo(GrowthStart.KEPT);
            assertThat(revision.keepsSlots()).isTrue();
            assertThat(revision.state().scalars()).isEqualTo(measured.state().scalars());
        }

        @Test
        void leavesALayerItsLargestWeight() {
            FakeNetwork network = FakeNetwork.dense(4, 1).with(WEIGHT, 1, -1, 3, -2);
            MaskSet left = new Surgery(100).next(FakeScoring.of(network)).masks();
            assertThat(left.get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i == 2));
        }
    }

    @Nested
    final class RarerSurgery implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return new SurgeryRate(1e-4, 1);
        }

        @Test
        void letsMoreAndMoreStepsPass() {
            assertThat(schedule().at(Progress.of(0, 14_000))).isZero();
            assertThat(schedule().at(Progress.of(10_000, 14_000))).isCloseTo(0.5, within(1e-12));
        }
    }

    @Nested
    final class ForwardAndBackward implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return topKast(0.2, 0.5);
        }

        private TopKast topKast(double keep, double train) {
            return new TopKast(Parts.MAGNITUDE, new UniformDistribution(List.of()), FakeBundle::elements, keep, train);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Test
        void trainsMoreThanItRunsWith() {
            FakeNetwork network = FakeNetwork.mlp();
            Revision revision = policy().next(FakeScoring.of(network).withMasks(network.someAlive(0.3)));
            for (ParamInfo info : network.prunable()) {
                assertThat(revision.masks().get(info.id()).alive()).isEqualTo((long) Math.ceil(0.2 * info.size()));
                assertThat(revision.backward().get(info.id()).alive()).isEqualTo((long) Math.ceil(0.5 * info.size()));
            }
            assertThat(revision.masks().zip(revision.backward(), Mask::andNot).alive())
                    .isZero();
        }

        @Test
        void trainsNoLessThanItRunsWith() {
            assertThatThrownBy(() -> topKast(0.5, 0.2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'train' must not be below 'keep', but they are 0.2 and 0.5");
        }
    }

    @Nested
    final class CompressedInTurns implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new Alternate(Parts.shed(0.9));
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Test
        void andCompressedAtTheEnd() {
            FakeNetwork network = FakeNetwork.mlp();
            MaskSet masks = network.ones();
            State state = State.empty();
            var densities = new ArrayList<Double>();
            for (int round = 0; round < 4; round++) {
                Revision revision = policy().next(FakeScoring.of(network)
                        .withMasks(masks)
                        .withState(state)
                        .withProgress(Progress.of(round, 3)));
                masks = revision.masks();
                state = revision.state();
                densities.add(masks.density());
            }
            assertThat(densities.get(0)).isLessThan(0.2);
            assertThat(densities.get(1)).isEqualTo(1);
            assertThat(densities.get(2)).isEqualTo(densities.get(0));
            assertThat(densities.get(3)).isLessThan(0.2);
        }

        @Test
        void compressesOnceOnlyWhenTheLastTurnFindsItCompressed() {
            FakeNetwork network = FakeNetwork.mlp();
            MaskPolicy halves = new Alternate(Parts.shed(0.5));
            Revision first = halves.next(FakeScoring.of(network).withProgress(Progress.of(0, 2)));
            Revision last = halves.next(FakeScoring.of(network)
                    .withMasks(first.masks())
                    .withState(first.state())
                    .withProgress(Progress.of(2, 2)));
            assertThat(last.masks()).isEqualTo(first.masks());
        }

        @Test
        void keepsWhatTheCompressingPolicyRemembersWhileDecompressed() {
            FakeNetwork network = FakeNetwork.dense(4, 1).with(WEIGHT, 1, -1, 3, -3);
            MaskPolicy policy = new Alternate(new Surgery(0));
            Revision compressed = policy.next(FakeScoring.of(network).withProgress(Progress.of(0, 3)));
            Revision dense = policy.next(FakeScoring.of(network)
                    .withMasks(compressed.masks())
                    .withState(compressed.state())
                    .withProgress(Progress.of(1, 3)));
            assertThat(dense.masks().density()).isEqualTo(1);
            assertThat(dense.state().scalars()).containsEntry("threshold fc1.weight", 2.0);
        }
    }

    @Nested
    final class Moved implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new Movement(1);
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }

        @Test
        void scoresByHowMuchAWeightWouldHelpAlsoWhereItIsMasked() {
            FakeNetwork network = FakeNetwork.dense(3, 1).with(WEIGHT, .05f, -.5f, .2f);
            ParamInfo info = network.param(WEIGHT);
            INDArray gradient = Flat.array(new float[] {1, 2, -1}, info);
            for (double rate : List.of(1.0, 10.0)) {
                Latent latent = new Movement(rate).start(info, network.latent(WEIGHT), new SplittableRandom(1));
                Latent pulled = new Movement(rate).pullback(info, latent, Mask.zeros(info.shape()), gradient);
                assertThat(pulled.dense().norm1Number().doubleValue()).isZero();
                float times = (float) rate;
                assertThat(Flat.copy(pulled.trainable().get("score")))
                        .containsExactly(new float[] {.05f * times, -1 * times, -.2f * times}, within(1e-5f));
            }
        }

        @Test
        void aWeightThatComesBackHasTheValueItHad() {
            FakeNetwork network = FakeNetwork.dense(3, 1).with(WEIGHT, .05f, -.5f, .2f);
            ParamInfo info = network.param(WEIGHT);
            Latent latent = parameterization().start(info, network.latent(WEIGHT), new SplittableRandom(1));
            Latent admitted =
                    parameterization().admit(info, latent, Mask.ones(info.shape()), Flat.array(new float[3], info));
            assertThat(Flat.copy(admitted.dense())).containsExactly(.05f, -.5f, .2f);
        }
    }
}
