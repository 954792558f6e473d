package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EigenTest {
    @Property(tries = 60)
    void valuesAreThoseOfCommonsMath(
            @ForAll @IntRange(min = 1, max = 40) int size, @ForAll @IntRange(min = 1, max = 60) int rank) {
        Matrix gram = Oracle.random(size, rank, size * 100L + rank).gramOfRows();
        double[] expected = new EigenDecomposition(Oracle.real(gram)).getRealEigenvalues();
        Arrays.sort(expected);
        double[] actual = Eigen.values(gram);
        for (int i = 0; i < size; i++) {
            assertThat(actual[i]).isCloseTo(expected[size - 1 - i], within(1e-9 * expected[size - 1]));
        }
    }

    @Property(tries = 60)
    void vectorsAreAtRightAnglesAndRebuildTheMatrix(
            @ForAll @IntRange(min = 1, max = 40) int size, @ForAll @IntRange(min = 1, max = 60) int rank) {
        Matrix gram = Oracle.random(size, rank, size * 100L + rank).gramOfRows();
        Eigen eigen = Eigen.of(gram);
        Matrix products = eigen.vectors().gramOfRows();
        double[] scaled = eigen.vectors().values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= eigen.values()[i / size];
        }
        Matrix rebuilt = eigen.vectors().transposedTimes(new Matrix(size, size, scaled));
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                assertThat(products.get(row, column)).isCloseTo(row == column ? 1 : 0, within(1e-12));
                assertThat(rebuilt.get(row, column))
                        .isCloseTo(gram.get(row, column), within(1e-12 * size * eigen.values()[0]));
            }
        }
    }

    /** Large matrices take another way than small ones, as do few vectors and many. */
    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"40, 7", "40, 40", "512, 1", "600, 30", "600, 150", "600, 151"})
    void largestVectorsAreTheFirstOfAll(int size, int count) {
        Matrix gram = Oracle.random(size, size + 5, 3).gramOfRows();
        Eigen all = Eigen.of(gram);
        Eigen largest = Eigen.largest(gram, count);
        assertThat(largest.vectors().rows()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(largest.values()[i]).isCloseTo(all.values()[i], within(1e-10 * all.values()[0]));
            double cosine = largest.vectors()
                    .rows(i, i + 1)
                    .timesTransposed(all.vectors().rows(i, i + 1))
                    .get(0, 0);
            assertThat(Math.abs(cosine)).isCloseTo(1, within(1e-6));
        }
    }

    @Property(tries = 100)
    void largestEigenvalueIsTheLargestOfAll(
            @ForAll @IntRange(min = 1, max = 90) int size, @ForAll @IntRange(min = 1, max = 120) int rank) {
        Matrix gram = Oracle.random(size, rank, size * 1000L + rank).gramOfRows();
        double expected = Eigen.values(gram)[0];
        assertThat(LargestEigenvalue.of(gram)).isCloseTo(expected, within(1e-11 * expected));
    }

    /** Lanczos then ends early: the start lies in a few eigenspaces. */
    @Property(tries = 20)
    void largestEigenvalueOfRepeatedOnesIsFound(@ForAll @IntRange(min = 25, max = 60) int size) {
        double[] values = new double[size * size];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = i % 3 + 1;
        }
        assertThat(LargestEigenvalue.of(new Matrix(size, size, values))).isCloseTo(3, within(1e-11));
    }
}
