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
    void computesManyAsOne(@ForAll Surrogate surrogate, @ForAll @FloatRange(min = -2, max = 2) float x) {
        float[] many = {x, -x, 7};
        surrogate.replace(many, 2);
        assertThat(many).containsExactly(surrogate.at(x), surrogate.at(-x), 7);
    }
}
