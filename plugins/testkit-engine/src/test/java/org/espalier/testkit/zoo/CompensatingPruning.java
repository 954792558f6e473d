package org.espalier.testkit.zoo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.testkit.zoo.Measurements.InputGram;
import org.espalier.testkit.zoo.Measurements.PerSampleGradients;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pruning after training that moves the weights which stay, to make up for those that went. */
final class CompensatingPruning {
    private CompensatingPruning() {}

    /**
     * WoodFisher (Singh and Alistarh 2020): removes the smallest {@code w²/[F⁻¹]qq} of each layer and adds
     * {@code −w_q/[F⁻¹]qq · F⁻¹e_q} to the weights of the same block, as the optimal brain surgeon does (Hassibi and Stork
     * 1993, eq. 5).
     *
     * @param measured the samples of the empirical Fisher matrix {@code F}
     * @param keep the share of each layer's weights that stays
     * @param block neighbouring weights that {@code F} relates
     * @param damping λ, what {@code F} has on its diagonal before any sample
     */
    record WoodFisher(PerSampleGradients measured, double keep, int block, double damping) implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            List<Tensors> samples = scoring.get(measured);
            MaskSet masks = scoring.masks();
            Map<ParamId, INDArray> moved = new LinkedHashMap<>();
            for (ParamInfo info : scoring.network().prunable()) {
                double[] weights = Flat.doubles(scoring.network().effective(info.id()));
                Map<Integer, RealMatrix> inverses = inverses(info, samples);
                Mask before = masks.get(info.id());
                Mask after = Flat.best(info, statistic(weights, inverses), Math.round(keep * info.size()), before);
                masks = masks.with(info.id(), after);
                before.andNot(after).forEachAlive(q -> compensate(weights, (int) q, inverses));
                moved.put(info.id(), Flat.array(weights, info.shapeArray()).muli(after.toArray()));
            }
            return Revision.of(masks).withWeights(new Tensors(moved));
        }

        /** Returns the inverse Fisher matrix of each block, by the block's first index. */
        private Map<Integer, RealMatrix> inverses(ParamInfo info, List<Tensors> samples) {
            Map<Integer, RealMatrix> inverses = new LinkedHashMap<>();
            for (int first = 0; first < info.size(); first += block) {
                int width = (int) Math.min(block, info.size() - first);
                int from = first;
                List<RealVector> gradients = samples.stream()
                        .<RealVector>map(
                                sample -> new ArrayRealVector(Flat.doubles(sample.get(info.id())), from, width))
                        .toList();
                inverses.put(first, inverseFisher(gradients, width, damping));
            }
            return inverses;
        }

        private float[] statistic(double[] weights, Map<Integer, RealMatrix> inverses) {
            float[] scores = new float[weights.length];
            for (int q = 0; q < scores.length; q++) {
                int at = q % block;
                scores[q] =
                        (float) (weights[q] * weights[q] / inverses.get(q - at).getEntry(at, at));
            }
            return scores;
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }

        private void compensate(double[] weights, int q, Map<Integer, RealMatrix> inverses) {
            int at = q % block;
            RealMatrix inverse = inverses.get(q - at);
            // Weights of one block that go together are taken one by one, each as the ones before have left it.
            double step = weights[q] / inverse.getEntry(at, at);
            for (int i = 0; i < inverse.getRowDimension(); i++) {
                weights[q - at + i] -= step * inverse.getEntry(i, at);
            }
        }
    }

    /** Returns {@code (λI + 1/N Σ g gᵀ)⁻¹} by the Woodbury identity, one sample after the other. */
    static RealMatrix inverseFisher(List<RealVector> gradients, int width, double damping) {
        RealMatrix inverse = MatrixUtils.createRealIdentityMatrix(width).scalarMultiply(1 / damping);
        for (RealVector gradient : gradients) {
            RealVector turned = inverse.operate(gradient);
            double divisor = gradients.size() + gradient.dotProduct(turned);
            inverse = inverse.subtract(turned.outerProduct(turned).scalarMultiply(1 / divisor));
        }
        return inverse;
    }

    /**
     * SparseGPT (Frantar and Alistarh 2023, algorithm 1), N:M: goes through the columns of a layer's weights, and spreads
     * the error of what it removes over the columns to come, by the Cholesky factor of the inverse Hessian of the layer's
     * outputs.
     *
     * @param keep weights that stay
     * @param of out of so many neighbours in a row
     * @param damping what is added to the Hessian's diagonal, as a share of its mean
     */
    record SparseGpt(InputGram measured, int keep, int of, double damping) implements MaskPolicy {
        @Override
        public Revision next(Scoring scoring) {
            MaskSet masks = scoring.masks();
            Map<ParamId, INDArray> moved = new LinkedHashMap<>();
            for (ParamInfo info : scoring.network().prunable()) {
                RealMatrix factor = factor(scoring.get(measured).get(info.id().layer()));
                double[] weights = Flat.doubles(scoring.network().effective(info.id()));
                boolean[] alive = new boolean[weights.length];
                masks.get(info.id()).forEachAlive(i -> alive[(int) i] = true);
                int width = (int) info.rowSize();
                for (int row = 0; row < weights.length; row += width) {
                    prune(weights, alive, row, width, factor);
                }
                masks = masks.with(info.id(), Mask.of(info.shape(), i -> alive[(int) i]));
                moved.put(info.id(), Flat.array(weights, info.shapeArray()));
            }
            return Revision.of(masks).withWeights(new Tensors(moved));
        }

        /** Returns the upper triangular {@code U} with {@code UᵀU = H⁻¹}. */
        private RealMatrix factor(RealMatrix gram) {
            RealMatrix hessian = gram.copy();
            double mean = hessian.getTrace() / hessian.getRowDimension();
            for (int i = 0; i < hessian.getRowDimension(); i++) {
                double own = hessian.getEntry(i, i);
                hessian.setEntry(i, i, (own == 0 ? 1 : own) + damping * mean);
            }
            RealMatrix inverse = new LUDecomposition(hessian).getSolver().getInverse();
            return new CholeskyDecomposition(inverse, 1e-9, 1e-14).getLT();
        }

        private void prune(double[] weights, boolean[] alive, int row, int width, RealMatrix factor) {
            for (int column = 0; column < width; column++) {
                if (column % of == 0) {
                    choose(weights, alive, row, column, Math.min(width, column + of), factor);
                }
                double kept = alive[row + column] ? weights[row + column] : 0;
                double error = (weights[row + column] - kept) / factor.getEntry(column, column);
                for (int later = column; later < width; later++) {
                    weights[row + later] -= error * factor.getEntry(column, later);
                }
                weights[row + column] = kept;
            }
        }

        private void choose(double[] weights, boolean[] alive, int row, int from, int to, RealMatrix factor) {
            for (int left = count(alive, row + from, row + to); left > keep; left--) {
                int worst = -1;
                double least = Double.POSITIVE_INFINITY;
                for (int column = from; column < to; column++) {
                    double scaled = weights[row + column] / factor.getEntry(column, column);
                    if (alive[row + column] && scaled * scaled < least) {
                        least = scaled * scaled;
                        worst = row + column;
                    }
                }
                alive[worst] = false;
            }
        }

        private static int count(boolean[] alive, int from, int to) {
            int count = 0;
            for (int i = from; i < to; i++) {
                count += alive[i] ? 1 : 0;
            }
            return count;
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    /**
     * Prunes layer by layer, each measured with those before it pruned already, as Wanda and SparseGPT do: a commit makes
     * what was measured before void.
     *
     * @param policy whose masks and weights are taken, one parameter at a time
     */
    record OneLayerAtATime(MaskPolicy policy) implements Stage {
        @Override
        public void run(Workbench bench) {
            for (ParamInfo info : bench.network().prunable()) {
                Revision whole = policy.next(bench.scoring(policy.evidence()));
                Revision part =
                        Revision.of(bench.masks().with(info.id(), whole.masks().get(info.id())));
                INDArray weights = whole.weights().byId().get(info.id());
                bench.commit(weights == null ? part : part.withWeights(new Tensors(Map.of(info.id(), weights))));
            }
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return policy.evidence();
        }
    }
}
