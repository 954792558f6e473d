package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class AlphaControllerTest {
    private static final AlphaController TO_A_TWENTIETH = new AlphaController(5e-4, 0.05);

    @Test
    void arrivesBeforeTheEndByEqualFactorsInEqualTimes() {
        assertThat(TO_A_TWENTIETH.path(0)).isEqualTo(1);
        assertThat(TO_A_TWENTIETH.path(0.35)).isCloseTo(Math.sqrt(0.05), within(1e-12));
        assertThat(TO_A_TWENTIETH.path(0.7)).isCloseTo(0.05, within(1e-12));
        assertThat(TO_A_TWENTIETH.path(1)).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void pushesHarderTheDenserTheNetworkIsAndTheLongerItWas() {
        double onPath = TO_A_TWENTIETH.next(TO_A_TWENTIETH.error(0.05, 1), 0);
        double denser = TO_A_TWENTIETH.next(TO_A_TWENTIETH.error(0.06, 1), 0);
        double longDenser = TO_A_TWENTIETH.next(TO_A_TWENTIETH.error(0.06, 1), 1);
        double sparser = TO_A_TWENTIETH.next(TO_A_TWENTIETH.error(0.04, 1), 0);
        assertThat(onPath).isCloseTo(5e-4, within(1e-12));
        assertThat(denser).isCloseTo(5e-4 * Math.pow(1.2, 4), within(1e-9));
        assertThat(longDenser).isGreaterThan(denser);
        assertThat(sparser).isLessThan(onPath);
    }

    @Property
    void keepsAlphaWithinAThousandfold(
            @ForAll @DoubleRange(min = 0, max = 1) double density,
            @ForAll @DoubleRange(min = 0, max = 1) double fraction,
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double before) {
        double error = TO_A_TWENTIETH.error(density, fraction);
        double next = TO_A_TWENTIETH.next(error, TO_A_TWENTIETH.sum(before, error));
        assertThat(next).isBetween(5e-4 / 1000.001, 5e-4 * 1000.001);
    }
}
