package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Cadence;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.ParameterizationContract;
import org.espalier.testkit.ScheduleContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class BehindMasksTest {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");
    private static final List<Long> SHAPE = List.of(1L, 4L);

    @Nested
    final class NetworkSurgery implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new BehindMasks.NetworkSurgery(0.1);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Test
        void cutsBelowOneThresholdAndSplicesAboveAnother() {
            FakeNetwork first = FakeNetwork.dense(4, 1).with(WEIGHT, 1, -1, 3, -3);
            MaskPolicy surgery = new BehindMasks.NetworkSurgery(0);
            Revision measured = surgery.next(FakeScoring.of(first));
            assertThat(measured.state().scalar("mu fc1.weight", 0)).isEqualTo(2);
            assertThat(measured.state().scalar("sigma fc1.weight", 0)).isEqualTo(1);
            assertThat(measured.masks().get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i >= 2));

            // The weights have moved behind their masks, the thresholds 1.8 and 2.2 have not.
            FakeNetwork later = first.with(WEIGHT, 2.1f, -2.3f, 1.9f, -1.7f);
            Revision revision = surgery.next(
                    FakeScoring.of(later).withMasks(measured.masks()).withState(measured.state()));
            assertThat(revision.masks().get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i == 1 || i == 2));
            assertThat(revision.grown().get(WEIGHT)).isEqualTo(Mask.of(SHAPE, i -> i == 1));
            assertThat(revision.start()).isEqualTo(GrowthStart.KEPT);
            assertThat(revision.state().scalars()).isEqualTo(measured.state().scalars());
        }
    }

    @Nested
    final class RarerSurgery implements ScheduleContract {
        @Override
        public Schedule schedule() {
            return new BehindMasks.RarerSurgery(1e-4, 1);
        }

        @Test
        void letsMoreAndMoreStepsPass() {
            Cadence cadence = new Cadence(0, 14_000, 1, Cadence.Unit.STEPS, schedule());
            assertThat(cadence.skipping().at(Progress.of(0, 14_000))).isZero();
            assertThat(cadence.skipping().at(Progress.of(10_000, 14_000))).isCloseTo(0.5, within(1e-12));
        }
    }

    @Nested
    final class TopKast implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new BehindMasks.TopKast(0.2, 0.5);
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
                assertThat(revision.masks().get(info.id()).alive()).isEqualTo(Math.round(0.2 * info.size()));
                assertThat(revision.backward().get(info.id()).alive()).isEqualTo(Math.round(0.5 * info.size()));
            }
            MaskSet onlyForward = revision.masks().zip(revision.backward(), Mask::andNot);
            assertThat(onlyForward.alive()).isZero();
        }
    }

    @Nested
    final class Exploring implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new BehindMasks.Exploring();
        }
    }
}
