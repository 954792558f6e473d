package org.espalier.testkit.zoo;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.testkit.zoo.Measurements.OutputSample;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers as products of two: each offers its ranks as choices, a solver picks. */
final class LowRank {
    private static final String GROUPS = "k";
    private static final String RANK = "rank";

    private LowRank() {}

    /** A choice whose error is computed when it is first asked for. */
    static final class Lazy implements Choice {
        private final Map<String, Integer> knobs;
        private final double cost;
        private final DoubleSupplier compute;
        private double error = Double.NaN;

        Lazy(Map<String, Integer> knobs, double cost, DoubleSupplier compute) {
            this.knobs = knobs;
            this.cost = cost;
            this.compute = compute;
        }

        @Override
        public String label() {
            return knobs.isEmpty() ? "unchanged" : knobs.toString();
        }

        @Override
        public String family() {
            return knobs.isEmpty() ? label() : GROUPS + "=" + knobs.get(GROUPS);
        }

        @Override
        public Map<String, Integer> knobs() {
            return knobs;
        }

        @Override
        public double cost() {
            return cost;
        }

        @Override
        public double error() {
            if (Double.isNaN(error)) {
                error = compute.getAsDouble();
            }
            return error;
        }

        /** Returns whether the error was asked for. */
        boolean known() {
            return !Double.isNaN(error);
        }
    }

    /**
     * ALDS (Liebenwein et al. 2021): the input channels fall into {@code k} groups, each with its own factors of one rank.
     * The error is {@code ‖W − Ŵ‖₂ / ‖W‖₂} itself, which the paper's theorem 1 bounds. Kernels go to the encoder.
     */
    record Alds() implements Decomposition {
        @Override
        public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
            if (!Pair.splits(layer)) {
                return List.of();
            }
            RealMatrix weight = weight(layer, scoring);
            double dense = unchanged(layer, cost, scoring);
            List<Choice> choices = new ArrayList<>(List.of(new Lazy(Map.of(), dense, () -> 0)));
            for (int groups = 1; groups <= Pair.inputs(layer); groups++) {
                if (Pair.inputs(layer) % groups != 0) {
                    continue;
                }
                int k = groups;
                int full = Math.min(weight.getRowDimension(), weight.getColumnDimension() / groups);
                for (int rank = 1; rank <= full; rank++) {
                    int j = rank;
                    double price = Pair.cost(cost, layer, scoring.network(), (long) k * j, k);
                    if (price < dense) {
                        choices.add(new Lazy(knobs(k, j), price, () -> error(weight, k, j)));
                    }
                }
            }
            return choices;
        }

        static double error(RealMatrix weight, int groups, int rank) {
            RealMatrix residual = weight.copy();
            for (int group = 0; group < groups; group++) {
                int first = group * (weight.getColumnDimension() / groups);
                RealMatrix part = columns(weight, group, groups);
                var svd = new SingularValueDecomposition(part);
                residual.setSubMatrix(
                        part.subtract(left(svd, rank).multiply(right(svd, rank)))
                                .getData(),
                        0,
                        first);
            }
            return new SingularValueDecomposition(residual).getNorm()
                    / new SingularValueDecomposition(weight).getNorm();
        }

        @Override
        public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
            int groups = knob(choice, GROUPS);
            int rank = knob(choice, RANK);
            RealMatrix weight = weight(layer, scoring);
            int width = weight.getColumnDimension() / groups;
            RealMatrix encoder = MatrixUtils.createRealMatrix(groups * rank, width);
            RealMatrix decoder = MatrixUtils.createRealMatrix(weight.getRowDimension(), groups * rank);
            for (int group = 0; group < groups; group++) {
                var svd = new SingularValueDecomposition(columns(weight, group, groups));
                encoder.setSubMatrix(right(svd, rank).getData(), group * rank, 0);
                decoder.setSubMatrix(left(svd, rank).getData(), 0, group * rank);
            }
            return Pair.chain(layer, scoring.network(), groups, encoder, decoder, Pair.bias(layer, scoring.network()));
        }

        private static RealMatrix columns(RealMatrix weight, int group, int groups) {
            int width = weight.getColumnDimension() / groups;
            return weight.getSubMatrix(0, weight.getRowDimension() - 1, group * width, (group + 1) * width - 1);
        }

        private static RealMatrix left(SingularValueDecomposition svd, int rank) {
            RealMatrix u = svd.getU().getSubMatrix(0, svd.getU().getRowDimension() - 1, 0, rank - 1);
            return u.multiply(roots(svd, rank));
        }

        private static RealMatrix right(SingularValueDecomposition svd, int rank) {
            RealMatrix vt = svd.getVT().getSubMatrix(0, rank - 1, 0, svd.getVT().getColumnDimension() - 1);
            return roots(svd, rank).multiply(vt);
        }

        private static RealMatrix roots(SingularValueDecomposition svd, int rank) {
            double[] roots = new double[rank];
            for (int i = 0; i < rank; i++) {
                roots[i] = Math.sqrt(svd.getSingularValues()[i]);
            }
            return MatrixUtils.createRealDiagonalMatrix(roots);
        }
    }

    /** One group, and the error {@code √(Σ_{i>r} σ²) / ‖W‖_F}: the root of SVD-Energy's, which ranks alike. */
    record SvdEnergy() implements Decomposition {
        @Override
        public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
            if (!Pair.splits(layer)) {
                return List.of();
            }
            double[] sigma = new SingularValueDecomposition(weight(layer, scoring)).getSingularValues();
            List<Choice> choices =
                    new ArrayList<>(List.of(new Lazy(Map.of(), unchanged(layer, cost, scoring), () -> 0)));
            for (int rank = 1; rank <= sigma.length; rank++) {
                int r = rank;
                choices.add(new Lazy(
                        knobs(1, r),
                        Pair.cost(cost, layer, scoring.network(), r, 1),
                        () -> Math.sqrt(energy(sigma, r) / energy(sigma, 0))));
            }
            return choices;
        }

        @Override
        public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
            return new Alds().factorize(layer, choice, scoring);
        }
    }

    /**
     * Projects a layer's outputs onto their principal components, as measured on data; the mean of what is cut off goes
     * into the bias. An error is the share of variance lost.
     */
    record Pca(OutputSample measured) implements Decomposition {
        @Override
        public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
            if (!Pair.splits(layer)) {
                return List.of();
            }
            double[] variances = components(layer, scoring).getRealEigenvalues();
            List<Choice> choices =
                    new ArrayList<>(List.of(new Lazy(Map.of(), unchanged(layer, cost, scoring), () -> 0)));
            for (int rank = 1; rank < variances.length; rank++) {
                int r = rank;
                choices.add(new Lazy(
                        knobs(1, r),
                        Pair.cost(cost, layer, scoring.network(), r, 1),
                        () -> tail(variances, r) / tail(variances, 0)));
            }
            return choices;
        }

        @Override
        public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
            RealMatrix all = components(layer, scoring).getV();
            RealMatrix basis = all.getSubMatrix(0, all.getRowDimension() - 1, 0, knob(choice, RANK) - 1);
            RealMatrix encoder = basis.transpose().multiply(weight(layer, scoring));
            RealMatrix projection = basis.multiply(basis.transpose());
            RealMatrix mean = mean(scoring.get(measured).get(layer.id()));
            RealMatrix old = MatrixUtils.createColumnRealMatrix(Pair.bias(layer, scoring.network()));
            // The projection of what is centred: P(Wx + b − μ) + μ.
            RealMatrix bias = projection.multiply(old.subtract(mean)).add(mean);
            return Pair.chain(layer, scoring.network(), 1, encoder, basis, bias.getColumn(0));
        }

        private EigenDecomposition components(LayerView layer, Scoring scoring) {
            List<double[]> rows = requireNonNull(scoring.get(measured).get(layer.id()), "no outputs");
            return new EigenDecomposition(new Covariance(rows.toArray(double[][]::new)).getCovarianceMatrix());
        }

        private static RealMatrix mean(List<double[]> rows) {
            RealMatrix all = MatrixUtils.createRealMatrix(rows.toArray(double[][]::new));
            double[] ones = new double[rows.size()];
            Arrays.fill(ones, 1.0 / rows.size());
            return MatrixUtils.createColumnRealMatrix(all.preMultiply(ones));
        }

        private static double tail(double[] variances, int from) {
            double sum = 0;
            for (int i = from; i < variances.length; i++) {
                sum += Math.max(0, variances[i]);
            }
            return sum;
        }

        @Override
        public Set<Evidence<?>> evidence() {
            return Set.of(measured);
        }
    }

    private static double unchanged(LayerView layer, CostModel cost, Scoring scoring) {
        return cost.cost(scoring.network().inputShape(layer), List.of(layer));
    }

    /** Returns a layer's weights with one row an output: {@code [out, in · height · width]}. */
    private static RealMatrix weight(LayerView layer, Scoring scoring) {
        INDArray weight = scoring.network().effective(layer.params().get(0).id());
        return MatrixUtils.createRealMatrix(
                weight.dup('c').reshape('c', weight.size(0), -1).toDoubleMatrix());
    }

    private static double energy(double[] sigma, int from) {
        double sum = 0;
        for (int i = from; i < sigma.length; i++) {
            sum += sigma[i] * sigma[i];
        }
        return sum;
    }

    private static Map<String, Integer> knobs(int groups, int rank) {
        Map<String, Integer> knobs = new LinkedHashMap<>();
        knobs.put(GROUPS, groups);
        knobs.put(RANK, rank);
        return knobs;
    }

    private static int knob(Choice choice, String name) {
        return requireNonNull(choice.knobs().get(name), name);
    }
}
