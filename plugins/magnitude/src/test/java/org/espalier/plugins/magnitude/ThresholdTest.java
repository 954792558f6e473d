package org.espalier.plugins.magnitude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.ParamId;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.MaskPolicyContract;
import org.junit.jupiter.api.Test;

final class ThresholdTest implements MaskPolicyContract {
    private static final ParamId FIRST = ParamId.of("fc1", "weight");
    private static final ParamId SECOND = ParamId.of("fc2", "weight");
    /** Both layers have mean 0; the standard deviation of the first is 2, that of the second 0.2. */
    private static final FakeNetwork NETWORK =
            FakeNetwork.dense(2, 2, 2).with(FIRST, 2, -2, 2, -2).with(SECOND, 0.2f, -0.2f, 0.2f, -0.2f);

    @Override
    public MaskPolicy policy() {
        return new Threshold(1, Map.of());
    }

    @Test
    void keepsWhatIsAboveTheQualityInStandardDeviations() {
        assertThat(alive(new Threshold(0.99, Map.of()))).containsExactly(4L, 4L);
        assertThat(alive(new Threshold(1.01, Map.of()))).containsExactly(0L, 0L);
    }

    @Test
    void takesAQualityForEachPattern() {
        assertThat(alive(new Threshold(0, Map.of("*2", 2.0)))).containsExactly(4L, 0L);
        assertThat(alive(new Threshold(2, Map.of("fc2", 0.0)))).containsExactly(0L, 4L);
    }

    @Test
    void measuresOnlyTheWeightsThatAreLeft() {
        // Of 0, 0, 1 and -1 the ones left deviate by 1; the zeroes do not make that smaller.
        assertThat(Weights.deviation(new float[] {0, 0, 1, -1})).isEqualTo(1);
        assertThat(Weights.deviation(new float[] {0, 0})).isZero();
    }

    @Test
    void namesTheLayersWhenAPatternMatchesNone() {
        assertThatThrownBy(() -> alive(new Threshold(1, Map.of("conv*", 2.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold: no layer matches 'conv*'. Layers with weights to prune: fc1, fc2.");
    }

    private static long[] alive(Threshold threshold) {
        MaskSet masks = threshold.next(FakeScoring.of(NETWORK)).masks();
        return new long[] {masks.get(FIRST).alive(), masks.get(SECOND).alive()};
    }
}
