package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.engine.mask.ProportionalRedistribution;
import org.espalier.engine.schedule.ConstantSchedule;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.RedistributionContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RedistributingTest {
    @Nested
    final class ByMomentum implements RedistributionContract {
        @Override
        public Redistribution redistribution() {
            return new Redistributing.ByMomentum();
        }
    }

    @Test
    void sharesFollowClaimsAsFarAsThereIsRoom() {
        assertThat(DynamicSparsity.apportion(10, new double[] {1, 3, 6}, new long[] {10, 10, 10}))
                .containsExactly(1, 3, 6);
        assertThat(DynamicSparsity.apportion(10, new double[] {1, 3, 6}, new long[] {10, 10, 2}))
                .containsExactly(2, 6, 2);
        assertThat(DynamicSparsity.apportion(3, new double[] {0, 0, 1}, new long[] {5, 5, 1}))
                .containsExactly(2, 0, 1);
    }

    @Nested
    final class SparseMomentum implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new Redistributing.SparseMomentum(
                    0.5, new ConstantSchedule(), FakeBundle::elements, new Redistributing.ByMomentum());
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Override
        public boolean policyKeepsTheCount() {
            return true;
        }

        @Test
        void keepsTheMomentumOfWhatItDropsAndGrows() {
            Revision revision = policy().next(half(policy()));
            assertThat(revision.keepsSlots()).isTrue();
            assertThat(revision.grown().alive()).isPositive();
        }

        @Test
        void makesUpForWhatRoundingHasCost() {
            FakeScoring scoring = half(policy());
            long present = scoring.masks().alive();
            State before = State.empty()
                    .with("baseline", (double) (present + 8))
                    .with("adjusted", 6)
                    .with("missing", 4)
                    .with("rounds", 1);
            Revision revision = policy().next(scoring.withState(before));
            assertThat(revision.masks().alive()).isEqualTo(present + 6);
            State after = revision.state();
            assertThat(after.scalar("missing", 0)).isEqualTo(4 + 2);
            assertThat(after.scalar("rounds", 0)).isEqualTo(2);
            assertThat(after.scalar("adjusted", 0)).isCloseTo(0.25 * 6 + 0.75 * 2 + 6.0 / 2, within(1e-12));
        }
    }

    @Nested
    final class Reparameterization implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return reparameterization(0.3, 20);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Test
        void growsAsManyAsItDropsAndNotWhereItDropped() {
            FakeScoring scoring = half(policy());
            Revision revision = policy().next(scoring);
            MaskSet present = scoring.masks();
            assertThat(revision.masks().alive()).isEqualTo(present.alive());
            assertThat(revision.grown().alive()).isPositive();
            assertThat(revision.grown().zip(present, Mask::and).alive()).isZero();
        }

        @Test
        void adaptsItsThresholdToHowManyWereDropped() {
            long dropped = policy().next(half(policy())).grown().alive();
            assertThat(threshold(reparameterization(0.3, dropped))).isEqualTo(0.3);
            assertThat(threshold(reparameterization(0.3, dropped / 2))).isEqualTo(0.15);
            assertThat(threshold(reparameterization(0.3, dropped * 2))).isEqualTo(0.6);
        }

        @Test
        void goesOnFromTheThresholdItRemembers() {
            State remembered = State.empty().with("threshold", 100);
            MaskSet masks = policy().next(half(policy()).withState(remembered)).masks();
            FakeNetwork network = FakeNetwork.mlp();
            // All weights lie below 100: each layer keeps its largest, and grows where nothing was dropped.
            assertThat(masks.zip(network.someAlive(0.5), Mask::and).alive()).isEqualTo(3);
        }

        private double threshold(MaskPolicy policy) {
            return policy.next(half(policy)).state().scalar("threshold", 0);
        }
    }

    private static MaskPolicy reparameterization(double threshold, long wanted) {
        return new Redistributing.Reparameterization(
                threshold, wanted, FakeBundle::elements, new ProportionalRedistribution());
    }

    private static FakeScoring half(MaskPolicy policy) {
        FakeNetwork network = FakeNetwork.mlp();
        return FakeScoring.of(network)
                .withMasks(network.someAlive(0.5))
                .withProgress(Progress.of(1, 10))
                .declaring(policy.evidence());
    }
}
