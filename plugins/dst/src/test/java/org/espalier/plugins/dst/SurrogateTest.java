package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SurrogateTest {
    @ParameterizedTest
    @CsvSource({
        "LONG_TAILED, 2, 1.6, 1.2, .4, .4, .4, .4, 0",
        "SHORT_TAILED, 2, 1.6, 1.2, .4, .3996, 0, 0, 0",
        "RECTANGULAR, 1, 1, 1, 1, 1, 1, 1, 0",
        "STRAIGHT_THROUGH, 1, 1, 1, 1, 1, 1, 1, 1"
    })
    void hasItsShapeOnBothSides(
            Surrogate surrogate, float a, float b, float c, float d, float e, float f, float g, float h) {
        float[] at = {0, .1f, .2f, .4f, .4001f, .7f, 1, 1.0001f};
        float[] expected = {a, b, c, d, e, f, g, h};
        for (int i = 0; i < at.length; i++) {
            assertThat(surrogate.at(at[i])).isCloseTo(expected[i], within(1e-6f));
            assertThat(surrogate.at(-at[i])).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Property
    void pullsManyBackAsOne(
            @ForAll Surrogate surrogate,
            @ForAll @FloatRange(min = -2, max = 2) float w,
            @ForAll @FloatRange(min = -1, max = 2) float t) {
        float h = surrogate.at(Math.abs(w) - t);
        float[] gradient = {3, 7};
        float[] atThreshold = {0, 7};
        surrogate.pullBack(new float[] {w, w}, new float[] {t, t}, gradient, atThreshold, 1);
        float mask = Math.abs(w) > t ? 1 : 0;
        assertThat(gradient).containsExactly(new float[] {3 * (mask + Math.abs(w) * h), 7}, within(1e-5f));
        assertThat(atThreshold).containsExactly(new float[] {-3 * w * h, 7}, within(1e-5f));
    }
}
