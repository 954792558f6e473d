package org.espalier.engine.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.espalier.api.budget.Distribution;
import org.espalier.api.budget.Target.Base;
import org.espalier.api.mask.Granularity;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.engine.mask.criterion.GradientCriterion;
import org.espalier.engine.mask.criterion.GroupNorm;
import org.espalier.engine.mask.criterion.MeanGradient;
import org.espalier.engine.mask.criterion.RandomCriterion;
import org.espalier.engine.mask.distribution.GlobalDistribution;
import org.espalier.engine.mask.granularity.ElementGranularity;
import org.espalier.engine.mask.granularity.NeuronGranularity;
import org.espalier.engine.schedule.CubicSchedule;
import org.espalier.engine.schedule.OneShotSchedule;
import org.junit.jupiter.api.Test;

class PrunePolicyTest {
    private static final ParamInfo A = Params.weight("a", 10, 10);
    private static final ParamInfo B = Params.weight("b", 5, 10);
    private static final List<ParamInfo> BOTH = List.of(A, B);
    private static final Distribution GLOBAL = new GlobalDistribution(List.of());
    private static final Granularity ELEMENT = new ElementGranularity();

    /** Scores of b are all below those of a. */
    private static final Criterion BY_POSITION = scoring -> {
        float[] scores = new float[150];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 1000 - i;
        }
        return Params.cut(BOTH, scores);
    };

    private final FakeScoring scoring = FakeScoring.of(BOTH);

    @Test
    void keepsTheBest() {
        MaskSet masks = prune(0.4, Base.ALL, false, 0).next(scoring).masks();
        assertThat(masks.get(A.id())).isEqualTo(Mask.of(A.shape(), i -> i < 60));
        assertThat(masks.get(B.id()).alive()).isZero();
    }

    @Test
    void keepsSoManyWhereANumberIsGiven() {
        for (int keep : new int[] {2, 37, 149, 150}) {
            assertThat(prune(keep, Base.ALL, false, 0).next(scoring).masks().alive())
                    .isEqualTo(keep);
        }
        assertThat(prune(1000, Base.ALL, false, 0).next(scoring).masks().alive())
                .as("more than there are")
                .isEqualTo(150);
        FakeScoring later =
                scoring.under(prune(60, Base.ALL, false, 0).next(scoring).masks());
        assertThat(prune(40, Base.ALIVE, false, 0).next(later).masks().alive()).isEqualTo(40);
    }

    @Test
    void aShareAboveOneIsRefused() {
        assertThatThrownBy(() -> prune(1.5, Base.ALL, false, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'keep' must be a share in [0, 1] or a whole number of units but is 1.5");
    }

    @Test
    void noLayerFallsBelowTheMinimumAndTheTotalStays() {
        MaskSet masks = prune(0.4, Base.ALL, false, 3).next(scoring).masks();
        assertThat(masks.get(A.id())).isEqualTo(Mask.of(A.shape(), i -> i < 57));
        assertThat(masks.get(B.id())).isEqualTo(Mask.of(B.shape(), i -> i < 3));
    }

    @Test
    void takesAShareOfTheLivingRoundByRound() {
        PrunePolicy policy = prune(0.8, Base.ALIVE, false, 1);
        FakeScoring now = scoring;
        long[] expected = {120, 96, 77, 62};
        for (long alive : expected) {
            MaskSet next = policy.next(now).masks();
            assertThat(next.alive()).isEqualTo(alive);
            assertThat(next.zip(now.masks(), Mask::andNot).alive())
                    .as("revived")
                    .isZero();
            now = now.under(next);
        }
    }

    @Test
    void masksStayUnlessTheyMayRevive() {
        MaskSet present = MaskSet.ones(BOTH).with(A.id(), Mask.of(A.shape(), i -> i >= 50));
        FakeScoring later = scoring.under(present);
        assertThat(prune(0.4, Base.ALL, false, 0).next(later).masks().get(A.id()))
                .isEqualTo(Mask.of(A.shape(), i -> i >= 50));
        assertThat(prune(0.4, Base.ALL, true, 0).next(later).masks().get(A.id()))
                .isEqualTo(Mask.of(A.shape(), i -> i < 60));
    }

    @Test
    void weightsThatWereGoneDoNotComeAlongWithTheirUnit() {
        MaskSet present = MaskSet.ones(BOTH).with(A.id(), Mask.of(A.shape(), i -> i % 2 == 0));
        Granularity neurons = new NeuronGranularity(GroupNorm.MEAN);
        MaskSet masks = new PrunePolicy(BY_POSITION, GLOBAL, neurons, new OneShotSchedule(), 0.2, Base.ALL, 1, false, 0)
                .next(scoring.under(present))
                .masks();
        assertThat(masks.get(A.id())).isEqualTo(Mask.of(A.shape(), i -> i < 30 && i % 2 == 0));
    }

    @Test
    void followsItsSchedule() {
        PrunePolicy gradual = policy(new CubicSchedule(3), 0.1, 1, true);
        double[] expected = {0, .2439, .4392, .5913, .7056, .7875, .8424, .8757, .8928, .8991, .9};
        for (int t = 0; t <= 10; t++) {
            MaskSet masks = gradual.next(scoring.at(Progress.of(t, 10))).masks();
            assertThat(1 - masks.density()).isCloseTo(expected[t], within(1.0 / 150));
        }
    }

    @Test
    void startsFromItsInitialShare() {
        assertThat(policy(new CubicSchedule(3), 0.1, 1, true).initial(scoring).masks())
                .isEqualTo(scoring.masks());
        assertThat(policy(new CubicSchedule(3), 0.1, 0.5, true)
                        .initial(scoring)
                        .masks()
                        .alive())
                .isEqualTo(75);
    }

    @Test
    void asksForWhatItsPartsAskFor() {
        PrunePolicy policy = new PrunePolicy(
                new GradientCriterion(2, 8), GLOBAL, ELEMENT, new OneShotSchedule(), 0.5, Base.ALL, 1, false, 1);
        assertThat(policy.evidence()).containsExactly(new MeanGradient(2, 8));
    }

    @Test
    void gradientScoresBySize() {
        float[] gradient = new float[150];
        Random random = new Random(3);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) random.nextGaussian();
        }
        Tensors measured = Params.cut(BOTH, gradient);
        Tensors scores = new GradientCriterion(1, 1).score(scoring.measuring(measured));
        assertThat(scores.get(B.id()).getFloat(2, 3)).isEqualTo(Math.abs(gradient[100 + 23]));
        assertThat(measured.get(B.id()).getFloat(2, 3)).isEqualTo(gradient[123]);
    }

    @Test
    void randomScoresAreUniformAndRepeatable() {
        Tensors scores = new RandomCriterion().score(scoring);
        assertThat(scores.get(A.id()))
                .isEqualTo(new RandomCriterion().score(scoring).get(A.id()));
        assertThat(scores.get(A.id()).minNumber().doubleValue()).isBetween(0.0, 0.2);
        assertThat(scores.get(A.id()).maxNumber().doubleValue()).isBetween(0.8, 1.0);
        assertThat(scores.get(A.id()).shape()).containsExactly(10, 10);
    }

    private static PrunePolicy prune(double keep, Base of, boolean revive, long minimum) {
        return new PrunePolicy(BY_POSITION, GLOBAL, ELEMENT, new OneShotSchedule(), keep, of, 1, revive, minimum);
    }

    private static PrunePolicy policy(Schedule schedule, double keep, double initialKeep, boolean revive) {
        return new PrunePolicy(BY_POSITION, GLOBAL, ELEMENT, schedule, keep, Base.ALL, initialKeep, revive, 1);
    }

    @Test
    void aMinimumThatKeepsMoreThanWasAskedForIsSaid() {
        MaskSet masks = prune(0, Base.ALL, false, 1).next(scoring).masks();
        assertThat(masks.alive()).isEqualTo(2);
        assertThat(scoring.said())
                .containsExactly("more stays than was asked for, since each layer keeps 1 at least ('minimum')");
    }
}
