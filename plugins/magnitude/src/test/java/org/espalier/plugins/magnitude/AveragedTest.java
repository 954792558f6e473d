package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.score.Criterion;
import org.espalier.testkit.CriterionContract;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;

final class AveragedTest implements CriterionContract {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");

    @Override
    public Criterion criterion() {
        return new Averaged(new Magnitude(1), 0.75);
    }

    @Test
    void goesOnFromWhatItRemembers() {
        FakeScoring first = FakeScoring.of(FakeNetwork.dense(1, 2).with(WEIGHT, 4, -8));
        assertThat(scores(first)).containsExactly(4, 8);
        assertThat(scores(first)).as("asked twice").containsExactly(4, 8);
        FakeScoring second =
                FakeScoring.of(FakeNetwork.dense(1, 2).with(WEIGHT, 0, 16)).after(first);
        assertThat(scores(second)).containsExactly(new float[] {3, 10}, within(1e-6f));
        assertThat(scores(second)).as("asked twice").containsExactly(new float[] {3, 10}, within(1e-6f));
        FakeScoring third =
                FakeScoring.of(FakeNetwork.dense(1, 2).with(WEIGHT, 0, 0)).after(second);
        assertThat(scores(third)).containsExactly(new float[] {2.25f, 7.5f}, within(1e-6f));
    }

    private float[] scores(FakeScoring scoring) {
        return Flat.copy(criterion().score(scoring).get(WEIGHT));
    }
}
