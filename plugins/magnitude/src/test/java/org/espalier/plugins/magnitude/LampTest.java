package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.score.Criterion;
import org.espalier.testkit.CriterionContract;
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
}
