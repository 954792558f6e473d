package org.espalier.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LearningRateCurveTest {
    /** Flat until 1e-3, falling by a logistic curve around 1e-2, least at 1e-1, steeply rising behind. */
    private static LearningRateCurve valley() {
        var curve = new LearningRateCurve(0);
        for (int i = 0; i <= 100; i++) {
            double log = -5 + i * 0.05;
            double loss = 1 / (1 + Math.exp(4 * (log + 2))) + 5 * Math.pow(Math.max(0, log + 1), 2);
            curve.add(Math.pow(10, log), loss);
        }
        return curve;
    }

    @Test
    void findsWhereTheLossFallsFastestAndWhereItIsLeast() {
        assertThat(Math.log10(valley().steepest().orElseThrow().rate())).isCloseTo(-2, within(0.051));
        assertThat(Math.log10(valley().minimum().orElseThrow().rate())).isCloseTo(-1, within(0.051));
    }

    @Test
    void hasDivergedAboveFourTimesTheMinimum() {
        var curve = new LearningRateCurve(0);
        curve.add(1, 2);
        curve.add(2, 8);
        assertThat(curve.diverged()).isFalse();
        curve.add(3, 8.01);
        assertThat(curve.diverged()).isTrue();
    }

    @Test
    void smoothingIsUnbiasedFromTheFirstStepOn() {
        var curve = new LearningRateCurve(0.9);
        assertThat(curve.add(1, 3).loss()).isCloseTo(3, within(1e-12));
        assertThat(curve.add(2, 3).loss()).isCloseTo(3, within(1e-12));
        assertThat(curve.add(3, 0).loss()).isBetween(1.5, 2.5);
    }

    @Test
    void aLossThatOnlyRisesHasNoSteepestFall() {
        var curve = new LearningRateCurve(0);
        for (int i = 1; i < 50; i++) {
            curve.add(i, i);
        }
        assertThat(curve.steepest()).isEmpty();
    }
}
