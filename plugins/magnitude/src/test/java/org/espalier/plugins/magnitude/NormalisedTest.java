package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.score.Criterion;
import org.espalier.plugins.magnitude.Normalised.Norm;
import org.espalier.testkit.CriterionContract;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;

final class NormalisedTest implements CriterionContract {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");

    @Override
    public Criterion criterion() {
        return new Normalised(new Magnitude(1), Norm.L2);
    }

    @Test
    void dividesByTheNormOfTheLayersScores() {
        assertThat(scores(Norm.L2, 3, -4)).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
        assertThat(scores(Norm.L1, 3, -5)).containsExactly(new float[] {0.375f, 0.625f}, within(1e-6f));
        assertThat(scores(Norm.MAX, 3, -4)).containsExactly(new float[] {0.75f, 1}, within(1e-6f));
    }

    @Test
    void leavesALayerOfZeroesAlone() {
        assertThat(scores(Norm.L2, 0, 0)).containsExactly(0, 0);
    }

    @Test
    void measuresWhatTheInnerCriterionMeasures() {
        assertThat(new Normalised(criterion(), Norm.L1).evidence()).isEmpty();
    }

    private static float[] scores(Norm norm, float first, float second) {
        FakeNetwork network = FakeNetwork.dense(1, 2).with(WEIGHT, first, second);
        return Flat.copy(new Normalised(new Magnitude(1), norm)
                .score(FakeScoring.of(network))
                .get(WEIGHT));
    }

    @Test
    void whatIsDeadHasNoPartInTheNorm() {
        FakeNetwork network = FakeNetwork.dense(1, 2).with(WEIGHT, 3, -4);
        FakeScoring sparse =
                FakeScoring.of(network).withMasks(network.ones().with(WEIGHT, Mask.of(List.of(2L, 1L), i -> i == 0)));
        assertThat(
                        Flat.copy(new Normalised(new Magnitude(1), Norm.L1)
                                .score(sparse)
                                .get(WEIGHT))[0])
                .isEqualTo(1);
    }
}
