package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Criterion;
import org.espalier.engine.mask.ErdosRenyiKernelDistribution;
import org.espalier.engine.mask.RandomCriterion;
import org.espalier.engine.schedule.ConstantSchedule;
import org.espalier.engine.schedule.CosineSchedule;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.zoo.DynamicSparsity.Drop;
import org.espalier.testkit.zoo.DynamicSparsity.DropAndGrow;
import org.espalier.testkit.zoo.DynamicSparsity.Lowest;
import org.espalier.testkit.zoo.DynamicSparsity.LowestOfEachSign;
import org.espalier.testkit.zoo.Measurements.MeanGradient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DynamicSparsityTest {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");
    private static final Drop THREE_TENTHS = new Lowest(new Saliency.Magnitude(), 0.3, new ConstantSchedule());
    private static final Criterion GRADIENT = new Saliency.Gradient(new MeanGradient(1, 8));

    private static DropAndGrow policy(Drop drop, Criterion grow, boolean restarts) {
        return new DropAndGrow(
                drop, grow, restarts, FakeBundle::elements, new ErdosRenyiKernelDistribution(1, List.of()), 0.5);
    }

    @Nested
    final class Set implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return DynamicSparsityTest.policy(THREE_TENTHS, new RandomCriterion(), true);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Override
        public boolean policyKeepsTheCount() {
            return true;
        }
    }

    @Nested
    final class SetBySign implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return DynamicSparsityTest.policy(new LowestOfEachSign(0.3), new RandomCriterion(), true);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Override
        public boolean policyKeepsTheCount() {
            return true;
        }
    }

    @Nested
    final class RigL implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return DynamicSparsityTest.policy(THREE_TENTHS, GRADIENT, false);
        }

        @Override
        public boolean policyRevives() {
            return true;
        }

        @Override
        public boolean policyKeepsTheCount() {
            return true;
        }
    }

    /** Evci et al. (2020): α = 0.3, T = 25 000. */
    @Test
    void theShareThatIsDroppedFallsWithTheCosine() {
        var drop = new Lowest(new Saliency.Magnitude(), 0.3, new CosineSchedule());
        List<Long> steps = List.of(0L, 100L, 5000L, 12_500L, 20_000L, 25_000L);
        List<Double> shares = List.of(.3, .299988, .271353, .15, .028647, 0.0);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(drop.share(Progress.of(steps.get(i), 25_000))).isCloseTo(shares.get(i), within(5e-7));
        }
    }

    @Test
    void ofEachSignTheWeightsClosestToZeroAreDropped() {
        FakeNetwork network = FakeNetwork.dense(11, 1).with(WEIGHT, -50, 1, -10, 2, -20, 3, -30, 4, -40, 5, 0.1f);
        MaskSet alive = network.ones().with(WEIGHT, Mask.of(List.of(1L, 11L), i -> i < 10));
        FakeScoring scoring = FakeScoring.of(network).withMasks(alive);
        MaskSet survivors = new LowestOfEachSign(0.4).survivors(FakeBundle.elements(network), scoring);
        // By size alone 1, 2, 3 and 4 would go.
        assertThat(survivors.get(WEIGHT)).isEqualTo(Mask.of(List.of(1L, 11L), i -> i == 0 || (i >= 5 && i < 10)));
    }

    @Test
    void aWeightDroppedAndRegrownAtOnceIsNamedWhereItMustBeginAnew() {
        FakeNetwork network = FakeNetwork.dense(10, 1).with(WEIGHT, -5, 1, -1, 2, -2, 3, -3, 4, -4, 5);
        FakeScoring scoring = FakeScoring.of(network);
        Revision set =
                policy(new LowestOfEachSign(0.4), new RandomCriterion(), true).next(scoring);
        // There is nowhere else to grow, so what was dropped comes back: in no difference of masks.
        assertThat(set.masks()).isEqualTo(network.ones());
        assertThat(set.grown().get(WEIGHT)).isEqualTo(Mask.of(List.of(1L, 10L), i -> i >= 1 && i <= 4));
        assertThat(set.start()).isEqualTo(GrowthStart.ZERO);

        DropAndGrow rigl = policy(new LowestOfEachSign(0.4), GRADIENT, false);
        Revision kept = rigl.next(FakeScoring.of(network).declaring(rigl.evidence()));
        assertThat(kept.masks()).isEqualTo(network.ones());
        assertThat(kept.grown().alive()).isZero();
    }

    @Test
    void growthGoesWhereTheDenseGradientIsLargest() {
        FakeNetwork network = FakeNetwork.mlp();
        DropAndGrow rigl = policy(THREE_TENTHS, GRADIENT, false);
        FakeScoring scoring =
                FakeScoring.of(network).withMasks(network.someAlive(0.5)).declaring(rigl.evidence());
        float[] gradients = Flat.values(GRADIENT.score(scoring).get(WEIGHT));
        Revision revision = rigl.next(scoring);
        Mask dead = revision.masks().get(WEIGHT).not();
        double weakest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < gradients.length; i++) {
            weakest = revision.grown().get(WEIGHT).get(i) ? Math.min(weakest, gradients[i]) : weakest;
        }
        double least = weakest;
        assertThat(revision.grown().get(WEIGHT).alive()).isPositive();
        dead.forEachAlive(i -> assertThat((double) gradients[(int) i]).isLessThanOrEqualTo(least));
    }

    @Test
    void aSparseTrainingStartsWithItsShareSpreadOverLayers() {
        FakeNetwork network = FakeNetwork.mlp();
        MaskSet start = policy(THREE_TENTHS, new RandomCriterion(), true)
                .initial(FakeScoring.of(network))
                .masks();
        assertThat(start.alive()).isCloseTo(84, within(3L));
        assertThat(start.get(ParamId.of("fc3", "weight")).density())
                .isGreaterThan(start.get(WEIGHT).density());
    }
}
