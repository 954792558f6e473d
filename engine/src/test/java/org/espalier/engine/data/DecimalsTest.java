package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DecimalsTest {
    @Property
    void everyNumberIsTheNearestFloat(
            @ForAll boolean negative,
            @ForAll @IntRange(max = 40_000_000) int digits,
            @ForAll @IntRange(max = 14) int decimals) {
        String written = "0".repeat(decimals) + digits;
        int point = written.length() - decimals;
        String text = (negative ? "-" : "") + written.substring(0, point) + "." + written.substring(point);

        assertThat(Decimals.parse(text, '.')).isEqualTo(Float.parseFloat(text));
        assertThat(Decimals.parse(text.replace('.', ','), ',')).isEqualTo(Float.parseFloat(text));
    }

    @Test
    void allFormsOfATableAreRead() {
        for (String text :
                List.of("0", "-0", "7", "+7", "007", ".5", "5.", "-.5", "16777217", "1e3", "1.5E-3", "-2e+2")) {
            assertThat(Decimals.parse(text, '.')).as(text).isEqualTo(Float.parseFloat(text));
        }
        assertThat(Decimals.parse("1" + "0".repeat(60) + "e-60", '.')).isEqualTo(1);
        assertThat(Decimals.parse("1e99", '.')).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void whatIsNoNumberIsNone() {
        for (String text :
                List.of("", "-", ".", "-.", "--1", "1-", "1.2.3", "1,2", "e", "1e", "1f", "0x1p3", "NaN", "1 2")) {
            assertThat(Decimals.parse(text, '.')).as(text).isNaN();
        }
        assertThat(Decimals.parse("1.2", ',')).isNaN();
    }
}
