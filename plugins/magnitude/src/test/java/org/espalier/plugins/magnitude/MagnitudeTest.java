package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.score.Criterion;
import org.espalier.testkit.CriterionContract;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;

final class MagnitudeTest implements CriterionContract {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");
    private static final FakeNetwork NETWORK = FakeNetwork.dense(2, 2).with(WEIGHT, -3, 0, 0.5f, 2);

    @Override
    public Criterion criterion() {
        return new Magnitude(1);
    }

    @Test
    void scoresBySize() {
        assertThat(scores(1)).containsExactly(3, 0, 0.5f, 2);
    }

    @Test
    void raisesToTheExponent() {
        assertThat(scores(2)).containsExactly(9, 0, 0.25f, 4);
    }

    private static float[] scores(double exponent) {
        return Flat.copy(new Magnitude(exponent).score(FakeScoring.of(NETWORK)).get(WEIGHT));
    }
}
