package org.espalier.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Property(tries = 200)
    void asManyNumbersLieBelowTheMedianAsAbove(
            @ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = -5, max = 5) Double> numbers) {
        Spread spread = Spread.of(numbers);
        long below = numbers.stream().filter(value -> value < spread.median()).count();
        long above = numbers.stream().filter(value -> value > spread.median()).count();
        assertThat(2 * below).isLessThanOrEqualTo(numbers.size());
        assertThat(2 * above).isLessThanOrEqualTo(numbers.size());
        assertThat(spread.least()).isEqualTo(Collections.min(numbers));
        assertThat(spread.most()).isEqualTo(Collections.max(numbers));
    }

    @Property(tries = 100)
    void theOrderOfNumbersDoesNotMatterNorWhatIsNoNumber(
            @ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = -5, max = 5) Double> numbers, @ForAll long seed) {
        var shuffled = new ArrayList<>(numbers);
        shuffled.add(Double.NaN);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(Spread.of(shuffled)).isEqualTo(Spread.of(numbers));
    }

    @Test
    void ofAnEvenCountTheMedianIsTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(new Spread(1, 3, 100));
    }

    @Test
    void showsItsEndsWhereTheyDiffer() {
        assertThat(Spread.of(List.of(0.975, 0.98, 0.9703)).text("test.accuracy"))
                .isEqualTo("97.50 % (97.03 to 98.00)");
        assertThat(Spread.of(List.of(0.5, 0.5)).text("density")).isEqualTo("50.00 %");
        assertThat(Spread.of(List.of(1200.0, 1300.0)).text("steps")).isEqualTo("1,250 (1,200 to 1,300)");
        assertThat(Spread.of(List.of(0.12345)).text("test.loss")).isEqualTo("0.1235");
        assertThat(Spread.of(List.of()).text("test.loss")).isEqualTo("–");
    }
}
