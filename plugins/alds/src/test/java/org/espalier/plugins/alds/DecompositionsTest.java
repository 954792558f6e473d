package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.espalier.api.budget.Choice;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.testkit.DecompositionContract;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DecompositionsTest {
    private static final List<Folding> ALL = List.of(Folding.values());

    @Nested
    final class Exact implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Alds(List.of(Folding.ENCODE), List.of(), ErrorMeasure.EXACT);
        }

        /** In the operator norm. */
        @Override
        public double decompositionError(LayerView layer, float[] weight, float[] rebuilt) {
            int rows = Math.toIntExact(layer.params().get(0).shape().get(0));
            float[] gap = weight.clone();
            for (int i = 0; i < gap.length; i++) {
                gap[i] -= rebuilt[i];
            }
            return Oracle.norm(Oracle.of(gap, rows)) / Oracle.norm(Oracle.of(weight, rows));
        }
    }

    @Nested
    final class EveryScheme implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Alds(ALL, List.of(), ErrorMeasure.FROBENIUS);
        }
    }

    @Nested
    final class Bound implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Alds(ALL, List.of(1, 2), ErrorMeasure.BOUND);
        }

        /** Of the operator norm, which in other schemes is another. */
        @Override
        public boolean decompositionErrorsAreEstimates() {
            return true;
        }
    }

    @Nested
    final class TuckerTwo implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Tucker();
        }
    }

    @Nested
    final class CanonicalPolyadic implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Cp(1.3, 512);
        }
    }

    @Nested
    final class Measured implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Sensitivity(3);
        }

        /** Of the loss. */
        @Override
        public boolean decompositionErrorsAreEstimates() {
            return true;
        }
    }

    @Nested
    final class PrincipalComponents implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new Pca(2, 8);
        }

        /** Of outputs, not of weights. */
        @Override
        public boolean decompositionErrorsAreEstimates() {
            return true;
        }
    }

    /** A kernel that is a sum of products is found again. */
    @Test
    void parafacFindsTheProductsOfWhichAKernelIsTheSum() {
        Matrix out = Oracle.random(6, 2, 1);
        Matrix in = Oracle.random(5, 2, 2);
        Matrix position = Oracle.random(9, 2, 3);
        float[] weights = new float[6 * 5 * 9];
        for (int i = 0; i < weights.length; i++) {
            for (int r = 0; r < 2; r++) {
                weights[i] += (float) (out.get(i / 45, r) * in.get(i / 9 % 5, r) * position.get(i % 9, r));
            }
        }
        var kernel = new Kernel(6, 5, 3, 3, weights);
        assertThat(Parafac.of(kernel, 2).error()).isLessThan(1e-3);
        assertThat(Parafac.of(kernel, 1).error()).isGreaterThan(0.1);
    }

    /** Not filters · channels · rank doubles, which for large layers are gigabytes. */
    @Test
    void parafacTakesMemoryOfTheOrderOfItsFactors() {
        int channels = 64;
        int rank = 32;
        Matrix weights = Oracle.random(channels, channels * 9, 4);
        var kernel = new Kernel(channels, channels, 3, 3, weights.floats());
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Parafac.of(kernel, rank);
        long before = threads.getCurrentThreadAllocatedBytes();
        Parafac.of(kernel, rank);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        // In each of at most 60 rounds three passes over 9 positions, a product of the size of a factor in each; and as
        // much again.
        assertThat(bytes).isLessThan(2L * 60 * 3 * 9 * channels * rank * Double.BYTES);
    }

    @Test
    void cpOffersNoRanksThatTakeTooLong() {
        FakeNetwork network = FakeNetwork.convolutional();
        LayerView layer = network.layers().get(3);
        assertThat(new Cp(1.3, 5).choices(layer, FakeCosts.parameters(), FakeScoring.of(network)))
                .extracting(Choice::label)
                .containsExactly("unchanged", "cp, rank 1", "cp, rank 2", "cp, rank 3", "cp, rank 4", "cp, rank 5");
    }

    private static final LayerSpec STRIDED =
            new Convolution(4, 6, Pair.of(3), new Pair(2, 3), new Pair(1, 2), new Pair(1, 2), 1, true);

    @Test
    void strideAndPaddingAndDilationGoWithTheirAxis() {
        assertThat(Folding.SPLIT1.specs(STRIDED, 2, 3))
                .containsExactly(
                        new Convolution(4, 6, new Pair(1, 3), new Pair(1, 3), new Pair(0, 2), new Pair(1, 2), 2, false),
                        new Convolution(6, 6, new Pair(3, 1), new Pair(2, 1), new Pair(1, 0), new Pair(1, 1), 1, true));
    }

    @Test
    void onePixelKernelsHaveOneScheme() {
        var small = new Kernel(2, 2, 1, 1, new float[4]);
        assertThat(ALL).filteredOn(folding -> !folding.repeats(ALL, small)).containsExactly(Folding.ENCODE);
        var row = new Kernel(2, 2, 1, 3, new float[12]);
        assertThat(ALL)
                .filteredOn(folding -> !folding.repeats(ALL, row))
                .containsExactly(Folding.ENCODE, Folding.SPLIT2);
    }

    @Test
    void aLayerWhoseChannelsNoSubsetDividesIsLeftAlone() {
        FakeNetwork network = FakeNetwork.dense(6, 5, 4);
        var sevenths = new Alds(ALL, List.of(7), ErrorMeasure.EXACT);
        assertThat(network.layers()).isNotEmpty().allSatisfy(layer -> assertThat(
                        sevenths.choices(layer, FakeCosts.parameters(), FakeScoring.of(network)))
                .isEmpty());
    }

    @Test
    void refusesSubsetsOfNone() {
        assertThatThrownBy(() -> new Alds(ALL, List.of(0), ErrorMeasure.EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'subsets' must be at least 1 each but are [0]");
    }

    @Test
    void aChoiceSaysWhatItIs() {
        var layer = Golden.kernel();
        var subsets = new Subsets(Folding.ENCODE.fold(layer), layer.in());
        Choice first =
                new SubsetChoice("k=2, encode", Folding.ENCODE, new Subset(subsets, 2), 1, 48, ErrorMeasure.REFERENCE);
        assertThat(first.label()).isEqualTo("k=2, encode, rank 1");
        assertThat(first.error()).isCloseTo(.53913, within(1e-6));
        assertThat(first.knobs()).containsEntry("k", 2).containsEntry("rank", 1).containsEntry("full-rank", 6);
    }
}
