package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The golden vectors are of a layer of 6 filters of 4 channels, 3×3. */
final class SubsetsTest {
    private static final int IN = 4;

    /** Folds the golden layer by hand: the scheme's rows and columns as its documentation has them. */
    private static Subsets golden(Folding folding) {
        return new Subsets(folding.fold(Golden.kernel()), IN);
    }

    @Test
    void foldingKeepsEveryWeight() {
        for (Folding folding : Folding.values()) {
            assertThat(Arrays.stream(folding.fold(Golden.kernel()).values()).sum())
                    .isCloseTo(-0.186353, within(1e-5));
        }
    }

    @Test
    void normsAreThoseOfTheFoldedWeight() {
        assertThat(golden(Folding.ENCODE).norm()).isCloseTo(9.209211, within(1e-5));
        assertThat(golden(Folding.DECODE).norm()).isCloseTo(11.183533, within(1e-5));
    }

    /** The authors' allocator splits the folded columns instead, which for these schemes are not channels. */
    @Test
    void groupsAreOfChannelsInEveryScheme() {
        assertThat(largest(Folding.SPLIT1)).containsExactly(new double[] {7.73, 6.88}, within(5e-3));
        assertThat(largest(Folding.SPLIT2)).containsExactly(new double[] {6.69, 6.03}, within(5e-3));
    }

    private static double[] largest(Folding folding) {
        return Arrays.stream(golden(folding).singularValues(2))
                .mapToDouble(own -> own[0])
                .toArray();
    }

    @Test
    void errorsOfTheGoldenLayer() {
        errors(1, ErrorMeasure.REFERENCE, 1, .722398, .118376, .112307, .07239, .030579, 0);
        errors(1, ErrorMeasure.EXACT, 1, .722398, .118376, .112307, .07239, .030579, 0);
        errors(1, ErrorMeasure.BOUND, 1, .722398, .118376, .112307, .07239, .030579, 0);
        errors(2, ErrorMeasure.REFERENCE, .754011, .53913, .114731, .059205);
        errors(2, ErrorMeasure.EXACT, 1, .708877, .118235, .066426);
        errors(2, ErrorMeasure.BOUND, 1.066333, .762445, .162253, .083729);
        errors(4, ErrorMeasure.REFERENCE, .579116, .450795);
        errors(4, ErrorMeasure.EXACT, 1, .704298);
        errors(4, ErrorMeasure.BOUND, 1.158232, .901589);
    }

    private static void errors(int groups, ErrorMeasure measure, double... expected) {
        var subset = new Subset(golden(Folding.ENCODE), groups);
        for (int rank = 0; rank < expected.length; rank++) {
            assertThat(measure.error(subset, rank))
                    .as("%s of %d groups of rank %d", measure, groups, rank)
                    .isCloseTo(expected[rank], within(1e-6));
        }
    }

    @Property(tries = 60)
    void exactErrorIsThatOfTheResidualAndBetweenItsBounds(
            @ForAll @IntRange(min = 1, max = 14) int rows,
            @ForAll @IntRange(min = 1, max = 12) int channels,
            @ForAll @IntRange(min = 1, max = 4) int width) {
        Matrix folded = Oracle.random(rows, channels * width, rows * 1000L + channels * 10L + width);
        var subsets = new Subsets(folded, channels);
        for (int groups = 1; groups <= channels; groups++) {
            if (channels % groups != 0) {
                continue;
            }
            var subset = new Subset(subsets, groups);
            for (int rank = 1; rank <= subset.fullRank(); rank++) {
                double exact = ErrorMeasure.EXACT.error(subset, rank);
                Matrix residual = Oracle.residual(folded, groups, rank);
                // A square root doubles the digits that are lost where nothing is left.
                assertThat(exact).isCloseTo(Oracle.norm(residual) / Oracle.norm(folded), within(1e-7));
                assertThat(exact)
                        .isBetween(
                                ErrorMeasure.EXACT.atLeast(subset, rank) - 1e-7,
                                ErrorMeasure.EXACT.atMost(subset, rank) + 1e-7);
                assertThat(ErrorMeasure.ENERGY.error(subset, rank)).isCloseTo(residual.energy(), within(1e-9));
                assertThat(ErrorMeasure.FROBENIUS.error(subset, rank))
                        .isCloseTo(Math.sqrt(residual.energy() / folded.energy()), within(1e-7));
            }
        }
    }

    @Property(tries = 40)
    void factorsMultiplyToTheBestOfEachGroup(
            @ForAll @IntRange(min = 1, max = 14) int rows,
            @ForAll @IntRange(min = 1, max = 12) int channels,
            @ForAll @IntRange(min = 1, max = 4) int width) {
        Matrix folded = Oracle.random(rows, channels * width, rows * 999L + channels * 10L + width);
        var subsets = new Subsets(folded, channels);
        for (int groups = 1; groups <= channels; groups++) {
            if (channels % groups != 0) {
                continue;
            }
            for (int rank = 1; rank <= Subset.fullRank(subsets, groups); rank++) {
                Factors factors = Factors.of(subsets, groups, rank);
                double lost = 0;
                for (int group = 0; group < groups; group++) {
                    Matrix product = factors.decoder()
                            .columns(group * rank, (group + 1) * rank)
                            .times(factors.encoder().rows(group * rank, (group + 1) * rank));
                    lost += energyOfDifference(subsets.part(groups, group), product);
                }
                assertThat(lost).isCloseTo(Oracle.residual(folded, groups, rank).energy(), within(1e-9));
            }
        }
    }

    private static double energyOfDifference(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            double gap = a.values()[i] - b.values()[i];
            sum += gap * gap;
        }
        return sum;
    }
}
