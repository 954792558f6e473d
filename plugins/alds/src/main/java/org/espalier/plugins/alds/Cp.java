package org.espalier.plugins.alds;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * CP: a convolution becomes a 1×1 convolution to {@code rank} channels, one with the kernel in each of them by itself, and a 1×1
 * convolution to the filters (Lebedev et al. 2015, who split the middle one into a column and a row). The error is
 * {@code ‖W − Ŵ‖_F / ‖W‖_F}; a larger rank may find a worse optimum, so each is a family of its own. Dense layers and 1×1 convolutions
 * are matrices, and left alone.
 *
 * <p>Departure: Lebedev et al. fit by nonlinear least squares; here factors are fitted by alternating least squares.
 *
 * <p>Every rank on offer is fitted by itself when its error is asked for, in up to 60 rounds, each of three times as many
 * multiplications as the layer has weights, times the rank, and of three eigenvalue problems of the rank's size: for 512 channels,
 * 3×3 and rank 512 that took 20 seconds on one core, and beyond it grows with the third power of the rank. Hence {@code maxRank}: what
 * would need a larger rank is not offered.
 *
 * @param step how much larger each rank on offer is than the one before
 * @param maxRank the largest rank on offer
 */
public record Cp(
        @Knob(value = "how much larger each rank on offer is than the one before", otherwise = "1.3")
        @DecimalMin("1.01")
        double step,

        @Knob(value = "the largest rank on offer; larger ones take minutes each to fit", otherwise = "512") @Positive
        int maxRank)
        implements Decomposition {
    private static final Pair ONE = Pair.of(1);
    private static final Pair NONE = Pair.of(0);

    /** A rank, fitted when its error is first asked for. */
    private static final class Fit implements Choice {
        private final Kernel kernel;
        private final int rank;
        private final double cost;
        private double error = Double.NaN;

        Fit(Kernel kernel, int rank, double cost) {
            this.kernel = kernel;
            this.rank = rank;
            this.cost = cost;
        }

        /** Fits; the factors of all ranks together would be larger than the layer, so they are not kept. */
        Parafac factors() {
            return Parafac.of(kernel, rank);
        }

        @Override
        public String label() {
            return "cp, rank " + rank;
        }

        @Override
        public Map<String, Integer> knobs() {
            return Map.of(SubsetChoice.RANK, rank);
        }

        @Override
        public double cost() {
            return cost;
        }

        @Override
        public synchronized double error() {
            if (Double.isNaN(error)) {
                error = factors().error();
            }
            return error;
        }
    }

    @Override
    public String measure() {
        return ErrorMeasure.FROBENIUS.words();
    }

    @Override
    public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
        if (!Kernel.isSpatial(layer) || !(layer.spec() instanceof Convolution conv)) {
            return List.of();
        }
        Kernel kernel = Kernel.of(layer, scoring.network());
        var offers = new Offers(layer, cost, scoring.network());
        double price = offers.price(specs(conv, 1));
        for (int rank = 1; rank <= maxRank && offers.pays(price); price = offers.price(specs(conv, rank))) {
            offers.add(List.of(new Fit(kernel, rank, price)));
            rank = Math.max(rank + 1, (int) (rank * step));
        }
        return offers.all();
    }

    @Override
    public String whyNoChoices(LayerView layer) {
        return Kernel.has(layer) ? "it has no kernel larger than 1x1" : Kernel.whyNot(layer);
    }

    @Override
    public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        var fit = (Fit) choice;
        Parafac factors = fit.factors();
        return Pieces.chain(
                layer,
                scoring.network(),
                specs((Convolution) layer.spec(), fit.rank),
                List.of(
                        factors.in().transposed().floats(),
                        factors.position().transposed().floats(),
                        factors.out().floats()));
    }

    private static List<LayerSpec> specs(Convolution conv, int rank) {
        return List.of(
                new Convolution(conv.in(), rank, ONE, ONE, NONE, ONE, 1, false),
                new Convolution(rank, rank, conv.kernel(), conv.stride(), conv.padding(), conv.dilation(), rank, false),
                new Convolution(rank, conv.out(), ONE, ONE, NONE, ONE, 1, conv.bias()));
    }
}
