package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NumbersTest {
    @Test
    void writesSharesAsPeopleReadThem() {
        assertThat(Numbers.percent(1)).isEqualTo("100 %");
        assertThat(Numbers.percent(0.98412)).isEqualTo("98.41 %");
        assertThat(Numbers.percent(0.0352)).isEqualTo("3.52 %");
        assertThat(Numbers.percent(0.00035234)).isEqualTo("0.0352 %");
        assertThat(Numbers.percent(0)).isEqualTo("0 %");
        assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
    }

    @Test
    void writesPercentagesForNarrowCells() {
        assertThat(Numbers.percentage(1)).isEqualTo("100");
        assertThat(Numbers.percentage(0.98412)).isEqualTo("98.4");
        assertThat(Numbers.percentage(0.0352)).isEqualTo("3.52");
        assertThat(Numbers.percentage(0.00035234)).isEqualTo("0.0352");
        assertThat(Numbers.percentage(0)).isEqualTo("0");
    }

    @Test
    void writesWholeNumbersWithThousandsApart() {
        assertThat(Numbers.count(266_610)).isEqualTo("266,610");
        assertThat(Numbers.times(1000, 100)).isEqualTo(", 10.0 times fewer");
        assertThat(Numbers.times(1000, 1000)).isEmpty();
        assertThat(Numbers.times(1000, 0)).isEmpty();
    }
}
