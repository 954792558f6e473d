package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.stage.Stage;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.FakeWorkbench;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.StageContract;
import org.espalier.testkit.zoo.Measurements.InputGram;
import org.espalier.testkit.zoo.Measurements.PerSampleGradients;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompensatingPruningTest {
    private static final ParamId WEIGHT = ParamId.of("fc1", "weight");

    private static RealMatrix fisher(List<RealVector> gradients, double damping) {
        RealMatrix sum = MatrixUtils.createRealIdentityMatrix(gradients.get(0).getDimension())
                .scalarMultiply(damping);
        for (RealVector gradient : gradients) {
            sum = sum.add(gradient.outerProduct(gradient).scalarMultiply(1.0 / gradients.size()));
        }
        return sum;
    }

    @Test
    void theInverseFisherMatrixIsBuiltSampleBySample() {
        List<RealVector> gradients =
                List.of(new ArrayRealVector(new double[] {1, 2, 3}), new ArrayRealVector(new double[] {-1, 0.5, 2}));
        RealMatrix expected =
                new LUDecomposition(fisher(gradients, 0.1)).getSolver().getInverse();
        RealMatrix actual = CompensatingPruning.inverseFisher(gradients, 3, 0.1);
        assertThat(actual.subtract(expected).getNorm()).isLessThan(1e-9);
    }

    @Nested
    final class WoodFisher implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new CompensatingPruning.WoodFisher(new PerSampleGradients(4), 0.5, 30, 1e-2);
        }

        @Override
        public OptionalLong policyKeeps(MaskSet before) {
            return OptionalLong.of(before.byId().values().stream()
                    .mapToLong(mask -> Math.min(mask.alive(), Math.round(0.5 * mask.size())))
                    .sum());
        }

        @Test
        void movesWhatStaysToWhereTheLossIsLeast() {
            FakeNetwork network = FakeNetwork.dense(2, 1);
            var measured = new PerSampleGradients(3);
            MaskPolicy policy = new CompensatingPruning.WoodFisher(measured, 0.5, 2, 0.1);
            FakeScoring scoring = FakeScoring.of(network).declaring(policy.evidence());
            RealMatrix fisher = fisher(
                    scoring.get(measured).stream()
                            .<RealVector>map(sample -> new ArrayRealVector(Flat.doubles(sample.get(WEIGHT))))
                            .toList(),
                    0.1);
            Revision revision = policy.next(scoring);
            assertThat(revision.masks().get(WEIGHT).alive()).isEqualTo(1);
            int kept = revision.masks().get(WEIGHT).get(0) ? 0 : 1;
            double[] before = Flat.doubles(network.latent(WEIGHT));
            // The least of ½ δᵀFδ with the other weight gone.
            double best = before[kept] + fisher.getEntry(0, 1) / fisher.getEntry(kept, kept) * before[1 - kept];
            double[] after = Flat.doubles(revision.weights().get(WEIGHT));
            assertThat(after[kept]).isCloseTo(best, within(1e-4));
            assertThat(after[1 - kept]).isZero();
        }
    }

    @Nested
    final class SparseGpt implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new CompensatingPruning.SparseGpt(new InputGram(4, 16), 2, 4, 1e-2);
        }

        @Test
        void keepsTwoOfFourWithSmallerErrorThanMasksAlone() {
            FakeNetwork network = FakeNetwork.mlp();
            // With fewer samples than inputs, what one input says can be said by others.
            var measured = new InputGram(1, 8);
            FakeScoring scoring = FakeScoring.of(network).declaring(Set.of(measured));
            RealMatrix gram = scoring.get(measured).get(WEIGHT.layer());
            Revision revision = new CompensatingPruning.SparseGpt(measured, 2, 4, 1e-2).next(scoring);
            boolean[] alive = new boolean[96];
            revision.masks().get(WEIGHT).forEachAlive(i -> alive[(int) i] = true);
            double[] dense = Flat.doubles(network.latent(WEIGHT));
            double[] moved = Flat.doubles(revision.weights().get(WEIGHT));
            double[] masked = dense.clone();
            for (int i = 0; i < 96; i++) {
                masked[i] = alive[i] ? masked[i] : 0;
                assertThat(moved[i] != 0).isEqualTo(alive[i]);
            }
            for (int tile = 0; tile < 96; tile += 4) {
                assertThat(IntStream.range(tile, tile + 4).filter(i -> alive[i]))
                        .hasSize(2);
            }
            assertThat(outputError(dense, moved, gram)).isLessThan(0.7 * outputError(dense, masked, gram));
        }

        private double outputError(double[] before, double[] after, RealMatrix gram) {
            double error = 0;
            for (int row = 0; row < before.length; row += gram.getRowDimension()) {
                RealVector gap = new ArrayRealVector(before, row, gram.getRowDimension())
                        .subtract(new ArrayRealVector(after, row, gram.getRowDimension()));
                error += gap.dotProduct(gram.operate(gap));
            }
            return error;
        }
    }

    @Nested
    final class OneLayerAtATime implements StageContract {
        @Override
        public Stage stage() {
            return new CompensatingPruning.OneLayerAtATime(
                    new CompensatingPruning.SparseGpt(new InputGram(2, 16), 2, 4, 1e-2));
        }

        @Test
        void commitsLayerByLayer(@TempDir Path directory) {
            FakeNetwork network = FakeNetwork.mlp();
            FakeWorkbench bench = FakeWorkbench.of(network, directory);
            stage().run(bench);
            assertThat(bench.events())
                    .filteredOn(event -> event.startsWith("commit"))
                    .extracting(event -> event.substring(0, event.lastIndexOf(' ')))
                    .containsExactly("commit 120/168", "commit 96/168", "commit 88/168");
            for (ParamInfo info : network.prunable()) {
                assertThat(Flat.values(bench.network().effective(info.id())))
                        .isNotEqualTo(Flat.values(network.effective(info.id())));
            }
        }
    }
}
