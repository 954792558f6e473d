package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.espalier.plugins.regrowth.Parts.WEIGHT;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.espalier.api.mask.GrowthStart;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.api.score.Criterion;
import org.espalier.engine.mask.criterion.GradientCriterion;
import org.espalier.engine.mask.criterion.RandomCriterion;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DropGrowTest {
    private static final Criterion RANDOM = new RandomCriterion();
    private static final Criterion GRADIENT = new GradientCriterion(1, 8);

    /** Drops and grows without changing the count. */
    private interface CountKeeping extends MaskPolicyContract {
        @Override
        default boolean policyRevives() {
            return true;
        }

        @Override
        default boolean policyKeepsTheCount() {
            return true;
        }
    }

    private static MaskPolicy set() {
        return Parts.dropGrow(Parts.shed(0.3, progress -> 0, true), RANDOM, new SameLayer(), true, true);
    }

    private static DropGrow rigl() {
        return Parts.dropGrow(Parts.shed(0.3), GRADIENT, new SameLayer(), true, false);
    }

    private static MaskPolicy sparseMomentum() {
        var momentum = new MomentumSize();
        return new DropGrow(
                new ShedSparing(Parts.MAGNITUDE, momentum, 0.5, 0.005, progress -> 0, 0.2, FakeBundle::elements),
                momentum,
                new MeanScore(momentum, 0.99),
                true,
                true,
                GrowthStart.ZERO,
                true,
                true,
                FakeBundle::elements,
                new Present(),
                0.5);
    }

    private static MaskPolicy dsr() {
        var below = new ShedBelow(Parts.MAGNITUDE, 0.3, 20, FakeBundle::elements);
        return Parts.dropGrow(below, RANDOM, new RewireScaling(), false, false);
    }

    @Nested
    final class Set implements CountKeeping {
        @Override
        public MaskPolicy policy() {
            return set();
        }
    }

    @Nested
    final class RigL implements CountKeeping {
        @Override
        public MaskPolicy policy() {
            return rigl();
        }
    }

    @Nested
    final class SparseMomentum implements CountKeeping {
        @Override
        public MaskPolicy policy() {
            return sparseMomentum();
        }
    }

    @Nested
    final class Reparameterization implements CountKeeping {
        @Override
        public MaskPolicy policy() {
            return dsr();
        }
    }

    @Property(tries = 60)
    void countsStayRoundAfterRoundWhateverIsDroppedAndWhereverItGrows(
            @ForAll @IntRange(min = 0, max = 3) int method,
            @ForAll @DoubleRange(min = 0.05, max = 1) double density,
            @ForAll @LongRange(min = 0, max = 1000) long seed) {
        MaskPolicy policy = List.of(set(), rigl(), sparseMomentum(), dsr()).get(method);
        FakeNetwork network = FakeNetwork.mlp();
        MaskSet masks = network.someAlive(density);
        long count = masks.alive();
        State state = State.empty();
        for (int round = 0; round < 3; round++) {
            FakeScoring scoring = FakeScoring.of(network)
                    .withSeed(seed + round)
                    .withMasks(masks)
                    .withState(state)
                    .declaring(policy.evidence());
            Revision revision = policy.next(scoring);
            assertThat(revision.masks().alive()).isEqualTo(count);
            if (method < 2) {
                for (ParamId id : masks.byId().keySet()) {
                    assertThat(revision.masks().get(id).alive())
                            .isEqualTo(masks.get(id).alive());
                }
            }
            masks = revision.masks();
            state = revision.state();
        }
    }

    @Test
    void aWeightDroppedAndGrownAtOnceBeginsAnewWhereThatIsMeant() {
        FakeNetwork network = FakeNetwork.dense(10, 1).with(WEIGHT, -5, 1, -1, 2, -2, 3, -3, 4, -4, 5);
        Revision anew = set().next(FakeScoring.of(network));
        // There is nowhere else to grow, so what was dropped comes back: 0.3 of each sign, rounded down.
        assertThat(anew.masks()).isEqualTo(network.ones());
        assertThat(anew.grown().get(WEIGHT)).isEqualTo(Mask.of(List.of(1L, 10L), i -> i == 1 || i == 2));
        assertThat(anew.start()).isEqualTo(GrowthStart.ZERO);

        Revision kept = rigl().next(FakeScoring.of(network).declaring(rigl().evidence()));
        assertThat(kept.masks()).isEqualTo(network.ones());
        assertThat(kept.grown().alive()).isZero();
        assertThat(kept.keepsSlots()).isFalse();
    }

    @Test
    void growthGoesWhereTheDenseGradientIsLargest() {
        FakeScoring scoring = Parts.half(rigl());
        float[] gradients = Flat.copy(GRADIENT.score(scoring).get(WEIGHT));
        Revision revision = rigl().next(scoring);
        double weakest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < gradients.length; i++) {
            weakest = revision.grown().get(WEIGHT).get(i) ? Math.min(weakest, gradients[i]) : weakest;
        }
        double least = weakest;
        assertThat(revision.grown().get(WEIGHT).alive()).isPositive();
        Mask dead = revision.masks().get(WEIGHT).not();
        dead.forEachAlive(i -> assertThat((double) gradients[(int) i]).isLessThanOrEqualTo(least));
    }

    @Test
    void nothingIsMeasuredForGrowthWhenNothingWasDropped() {
        DropGrow idle = Parts.dropGrow(Parts.shed(0), GRADIENT, new SameLayer(), true, false);
        FakeScoring scoring = Parts.half(idle);
        assertThat(idle.next(scoring).masks()).isEqualTo(scoring.masks());
        assertThat(scoring.used()).isEmpty();
    }

    @Test
    void whatWasJustDroppedDoesNotGrowWhereThatIsExcluded() {
        FakeScoring scoring = Parts.half(dsr());
        Revision revision = dsr().next(scoring);
        assertThat(revision.grown().alive()).isPositive();
        assertThat(revision.grown().zip(scoring.masks(), Mask::and).alive()).isZero();
        long back = scoring.masks().zip(revision.masks(), Mask::and).alive();
        assertThat(back).isEqualTo(scoring.masks().alive() - revision.grown().alive());
    }

    @Test
    void whatItsPartsRememberIsKeptForThem() {
        State after = dsr().next(Parts.half(dsr())).state();
        assertThat(after.scalars()).containsKey("threshold");
    }

    @Test
    void itMakesUpForWhatWentMissing() {
        FakeScoring scoring = Parts.half(sparseMomentum());
        long present = scoring.masks().alive();
        State before = State.empty()
                .with("baseline", (double) (present + 8))
                .with("adjusted", 6)
                .with("missing", 4)
                .with("rounds", 1);
        Revision revision = sparseMomentum().next(scoring.withState(before));
        assertThat(revision.keepsSlots()).isTrue();
        assertThat(revision.masks().alive()).isEqualTo(present + 6);
        State after = revision.state();
        assertThat(after.scalar("missing", 0)).isEqualTo(4 + 2);
        assertThat(after.scalar("rounds", 0)).isEqualTo(2);
        assertThat(after.scalar("adjusted", 0)).isCloseTo(0.25 * 6 + 0.75 * 2 + 6.0 / 2, within(1e-12));
    }

    @Test
    void theFirstMasksAreDrawnWithTheirShareSpreadOverLayers() {
        FakeNetwork network = FakeNetwork.mlp();
        MaskSet first = rigl().initial(FakeScoring.of(network)).masks();
        assertThat(first.alive()).isCloseTo(84, within(3L));
        assertThat(first.get(ParamId.of("fc3", "weight")).density())
                .isGreaterThan(first.get(WEIGHT).density());
        MaskSet other = rigl().initial(FakeScoring.of(network).withSeed(7)).masks();
        assertThat(other.alive()).isEqualTo(first.alive());
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void masksThatAreThereAreGoneOnWith() {
        FakeNetwork network = FakeNetwork.mlp();
        MaskSet there = network.someAlive(0.2);
        FakeScoring scoring = FakeScoring.of(network).withMasks(there);
        assertThat(sparseMomentum().initial(scoring).masks()).isEqualTo(there);
        MaskSet more = rigl().initial(scoring).masks();
        for (ParamInfo info : network.prunable()) {
            assertThat(more.get(info.id()).alive())
                    .isGreaterThan(there.get(info.id()).alive());
            assertThat(there.get(info.id()).andNot(more.get(info.id())).alive()).isZero();
        }
    }
}
