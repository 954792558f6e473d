package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.espalier.api.budget.Choice;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.model.LayerView;
import org.espalier.testkit.DecompositionContract;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.zoo.Measurements.OutputSample;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LowRankTest {
    private static RealMatrix matrix(double[] values, int rows) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(rows, values.length / rows);
        for (int i = 0; i < values.length; i++) {
            matrix.setEntry(i / matrix.getColumnDimension(), i % matrix.getColumnDimension(), values[i]);
        }
        return matrix;
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    @Nested
    final class Alds implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new LowRank.Alds();
        }

        /** In the operator norm. */
        @Override
        public double decompositionError(LayerView layer, float[] weight, float[] rebuilt) {
            int rows = layer.params().get(0).shape().get(0).intValue();
            RealMatrix dense = matrix(wide(weight), rows);
            RealMatrix gap = dense.subtract(matrix(wide(rebuilt), rows));
            return new SingularValueDecomposition(gap).getNorm() / new SingularValueDecomposition(dense).getNorm();
        }

        /** A layer of 6 filters of 4 channels, 3 by 3; errors of keeping 0, 1, 2... singular values of each group. */
        @Test
        void errorsAreThoseOfTheResidualItself() {
            double[] weight = new double[6 * 4 * 9];
            for (int n = 0; n < weight.length; n++) {
                int o = n / 36;
                int i = n / 9 % 4;
                int y = n / 3 % 3;
                int x = n % 3;
                weight[n] = Math.sin(1 + 7 * o + 3 * i + 2 * y + x * x) * (1 + 0.3 * Math.cos(o * i));
            }
            RealMatrix folded = matrix(weight, 6);
            assertThat(new SingularValueDecomposition(folded).getNorm()).isCloseTo(9.209211, within(1e-6));
            errors(folded, 1, .722398, .118376, .112307, .07239, .030579, 0);
            errors(folded, 2, .708877, .118235, .066426, 0);
            errors(folded, 4, .704298, 0);
        }

        private void errors(RealMatrix folded, int groups, double... expected) {
            for (int rank = 1; rank <= expected.length; rank++) {
                assertThat(LowRank.Alds.error(folded, groups, rank))
                        .as("%d groups of rank %d", groups, rank)
                        .isCloseTo(expected[rank - 1], within(1e-6));
            }
        }

        @Test
        void choicesArePricedBeforeTheirErrorsAreKnown() {
            FakeNetwork network = FakeNetwork.mlp();
            List<Choice> choices =
                    decomposition().choices(network.layers().get(0), FakeCosts.parameters(), FakeScoring.of(network));
            assertThat(choices).hasSizeGreaterThan(5).noneMatch(choice -> ((LowRank.Lazy) choice).known());
            assertThat(choices.get(1).label()).isEqualTo("{k=1, rank=1}");
            assertThat(choices.get(1).cost()).isEqualTo(12 + 8);
        }
    }

    @Nested
    final class SvdEnergy implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new LowRank.SvdEnergy();
        }
    }

    @Nested
    final class Pca implements DecompositionContract {
        @Override
        public Decomposition decomposition() {
            return new LowRank.Pca(new OutputSample(4, 16));
        }

        @Override
        public boolean decompositionErrorsAreEstimates() {
            return true;
        }

        @Test
        void theBiasMakesUpForTheMeanOfWhatIsCutOff() {
            FakeNetwork network = FakeNetwork.mlp();
            LayerView layer = network.layers().get(0);
            FakeScoring scoring =
                    FakeScoring.of(network).declaring(decomposition().evidence());
            Choice choice = decomposition()
                    .choices(layer, FakeCosts.parameters(), scoring)
                    .get(3);
            Chain chain = (Chain) decomposition().factorize(layer, choice, scoring);
            RealMatrix basis = matrix(Flat.doubles(chain.weights().get(1).get("weight")), 8);
            double[] bias = Flat.doubles(chain.weights().get(1).get("bias"));
            double[] old = Flat.doubles(network.latent(layer.params().get(1).id()));
            double[] mean = new double[8];
            List<double[]> outputs = scoring.get(new OutputSample(4, 16)).get(layer.id());
            outputs.forEach(row -> {
                for (int i = 0; i < 8; i++) {
                    mean[i] += row[i] / outputs.size();
                }
            });
            // Within the subspace the old bias acts, across it the mean.
            double[] within = basis.preMultiply(bias);
            double[] expected = basis.preMultiply(old);
            assertThat(within).containsExactly(expected, within(1e-4));
            RealMatrix across = MatrixUtils.createRealIdentityMatrix(8).subtract(basis.multiply(basis.transpose()));
            assertThat(across.operate(bias)).containsExactly(across.operate(mean), within(1e-4));
        }
    }
}
