package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;
import org.espalier.testkit.CriterionContract;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;

final class LampTest implements CriterionContract {
    @Override
    public Criterion criterion() {
        return new Lamp();
    }

    @Test
    void dividesByWhatIsNotSmaller() {
        // Squares 1, 4, 9, 16 by rising size: 1/30, 4/29, 9/25, 16/16.
        assertThat(Lamp.scores(new float[] {3, -1, 4, 2}))
                .containsExactly(new float[] {9 / 25f, 1 / 30f, 1, 4 / 29f}, within(1e-6f));
    }

    @Test
    void takesTheLowerOfEqualPositionsForTheLarger() {
        assertThat(Lamp.scores(new float[] {2, 2})).containsExactly(1, 0.5f);
    }

    @Property(tries = 200)
    void ranksWithinALayerAsMagnitudeDoes(
            @ForAll @Size(min = 1, max = 40) float @FloatRange(min = -2, max = 2) [] weights) {
        float[] scores = Lamp.scores(weights);
        for (int a = 0; a < weights.length; a++) {
            for (int b = 0; b < weights.length; b++) {
                if (Math.abs(weights[a]) > Math.abs(weights[b])) {
                    assertThat(scores[a]).isGreaterThanOrEqualTo(scores[b]);
                }
            }
        }
    }

    @Property(tries = 200)
    void agreesWithItsDefinition(@ForAll @Size(min = 1, max = 20) float @FloatRange(min = -2, max = 2) [] weights) {
        float[] scores = Lamp.scores(weights);
        for (int u = 0; u < weights.length; u++) {
            double notBefore = 0;
            for (int v = 0; v < weights.length; v++) {
                float difference = Math.abs(weights[v]) - Math.abs(weights[u]);
                if (difference > 0 || (difference == 0 && v <= u)) {
                    notBefore += (double) weights[v] * weights[v];
                }
            }
            double expected = notBefore == 0 ? 0 : (double) weights[u] * weights[u] / notBefore;
            assertThat((double) scores[u]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void whatIsDeadHasNoPartInTheScoresOfTheLiving() {
        FakeNetwork network = FakeNetwork.dense(2, 2).with(ParamId.of("fc1", "weight"), 3, 2, 1, 0.5f);
        FakeScoring sparse = FakeScoring.of(network)
                .withMasks(network.ones().with(ParamId.of("fc1", "weight"), Mask.of(List.of(2L, 2L), i -> i > 0)));
        assertThat(scores(sparse)).containsExactly(new float[] {0, 1, 1 / 5f, 0.25f / 5.25f}, within(1e-6f));
        assertThat(scores(sparse.competing(network.ones())))
                .as("when the dead compete again")
                .containsExactly(new float[] {1, 4 / 13f, 1 / 14f, 0.25f / 14.25f}, within(1e-6f));
    }

    private static float[] scores(Scoring scoring) {
        return Flat.copy(new Lamp().score(scoring).get(ParamId.of("fc1", "weight")));
    }
}
