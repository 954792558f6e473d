package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.data.Examples;
import org.espalier.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;

final class ValidationSplitTest {
    @Property(tries = 200)
    void partsAreDisjointAndCompleteAndKeepTheOrder(
            @ForAll @IntRange(min = 1, max = 300) int size,
            @ForAll @DoubleRange(min = 0, max = 0.49) double share,
            @ForAll long seed) {
        ValidationSplit split = ValidationSplit.of(FakeExamples.of(size), share, seed);

        assertThat(split.validation().size()).isEqualTo((int) Math.rint(share * size));
        assertThat(indices(split.train())).isSorted();
        assertThat(indices(split.validation())).isSorted();
        List<Integer> both = new ArrayList<>(indices(split.train()));
        both.addAll(indices(split.validation()));
        assertThat(both)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, size).boxed().toList());
    }

    @Property(tries = 200)
    void permutationsAreComplete(@ForAll @IntRange(min = 0, max = 300) int size, @ForAll long seed) {
        int[] order = ValidationSplit.permutation(size, RandomStreams.of(seed, "test", 0));
        assertThat(IntStream.of(order).sorted())
                .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
    }

    /** Each of the 6 orders of 3 should come up 1,000 times in 6,000; five standard deviations are 144. */
    @Test
    void permutationsAreEvenlySpread() {
        int[] count = new int[27];
        for (int seed = 0; seed < 6000; seed++) {
            int[] order = ValidationSplit.permutation(3, RandomStreams.of(seed, "test", 0));
            count[9 * order[0] + 3 * order[1] + order[2]]++;
        }
        assertThat(IntStream.of(count).filter(n -> n > 0)).hasSize(6).allMatch(n -> n > 856 && n < 1144);
    }

    @Test
    void sameSeedSameSplit() {
        Examples examples = FakeExamples.of(1000);
        List<Integer> first = indices(ValidationSplit.of(examples, 100, 7).validation());
        assertThat(first).hasSize(100);
        assertThat(indices(ValidationSplit.of(examples, 0.1, 7).validation())).isEqualTo(first);
        assertThat(indices(ValidationSplit.of(examples, 100, 8).validation())).isNotEqualTo(first);
    }

    @Test
    void nothingSetAside() {
        Examples examples = FakeExamples.of(5);
        ValidationSplit split = ValidationSplit.of(examples, 0, 7);
        assertThat(split.train()).isSameAs(examples);
        assertThat(split.validation().size()).isZero();
        assertThat(split.validation().shape()).isEqualTo(examples.shape());
    }

    @Test
    void impossibleAmounts() {
        Examples examples = FakeExamples.of(50);
        assertThatThrownBy(() -> ValidationSplit.of(examples, 50, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "validation would set aside 50 of 50 training examples; at least one must be left to train with");
        assertThatThrownBy(() -> ValidationSplit.of(examples, 1e12, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("validation would set aside 1000000000000 of 50 training examples;");
        for (double amount : new double[] {2.5, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> ValidationSplit.of(examples, amount, 7))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("validation is a share from 0 to below 1, or a whole number of examples, but was "
                            + amount);
        }
    }

    @Test
    void subsetsOfSubsetsReadFromTheOrigin() {
        Examples examples = FakeExamples.of(100);
        Subset tens = Subset.of(examples, new int[] {10, 20, 30, 40});
        Subset part = Subset.of(tens, new int[] {3, 1});
        assertThat(part.origin()).isSameAs(examples);
        assertThat(indices(part)).containsExactly(40, 20);
        assertThat(part.label(0)).isEqualTo(0);
        assertThat(part.fingerprint())
                .isEqualTo(Subset.of(examples, new int[] {40, 20}).fingerprint())
                .isNotEqualTo(Subset.of(examples, new int[] {20, 40}).fingerprint());
        assertThat(Subset.first(tens, 4)).isSameAs(tens);
        assertThat(indices(Subset.first(tens, 2))).containsExactly(10, 20);
        assertThatThrownBy(() -> Subset.of(tens, new int[] {4})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<Integer> indices(Examples examples) {
        float[] example = new float[2];
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            examples.read(i, example, 0);
            indices.add((int) example[0]);
        }
        return indices;
    }
}
