package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * A layer's outputs projected on their principal components: {@code Ŵ = U (Uᵀ W)}, and what is constant in the components that are
 * lost goes into the bias, {@code b̂ = U Uᵀ (b − μ) + μ} (Zhang, Zou, He and Sun 2016, section 3.1, without their treatment of the
 * activation that follows). The error is the share of the outputs' variance that is lost. Layers of more than
 * {@value OutputMoments#MOST_OUTPUTS} outputs are left alone; see {@link OutputMoments}.
 *
 * <p>Departures: Zhang et al. choose ranks so that the product of the shares of variance that are kept is large, and fit each layer to
 * what the layers before it have become; here a solver chooses, and outputs are those of the network as it is.
 *
 * @param batches batches of training examples that outputs are observed on
 * @param batchSize examples in each
 */
public record Pca(
        @Knob(value = "batches that outputs are observed on", otherwise = "10") @Positive
        int batches,

        @Knob(value = "examples in each", otherwise = "100") @Positive
        int batchSize)
        implements Decomposition {
    @Override
    public String measure() {
        return "share of the outputs' variance that is lost";
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(moments());
    }

    private OutputMoments moments() {
        return new OutputMoments(batches, batchSize);
    }

    @Override
    public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
        if (!OutputMoments.isFor(layer)) {
            return List.of();
        }
        Kernel kernel = Kernel.of(layer, scoring.network());
        var offers = new Offers(layer, cost, scoring.network());
        var family = new ArrayList<Choice>();
        double[] lost = lost(Eigen.values(of(layer, scoring).covariance()));
        for (int rank : offers.ranks(1, kernel.out() - 1)) {
            double price = offers.price(specs(layer, rank));
            family.add(new RankChoice("pca", SubsetChoice.ranks(rank, kernel.out()), price, lost[rank]));
        }
        offers.add(family);
        return offers.all();
    }

    /**
     * Returns what was observed of a layer.
     *
     * @throws IllegalArgumentException when not all of its outputs were finite
     */
    private OutputMoments.Moments of(LayerView layer, Scoring scoring) {
        OutputMoments.Moments moments =
                requireNonNull(scoring.get(moments()).get(layer.id()), "outputs were not observed");
        for (double mean : moments.mean().values()) {
            if (!Double.isFinite(mean)) {
                throw new IllegalArgumentException(
                        "layer '" + layer.id() + "' cannot be decomposed: its outputs on training"
                                + " examples are not all finite, their mean is " + mean
                                + ". Look for the cause in its bias and in the"
                                + " layers before it; train with a lower learning rate, or load other weights");
            }
        }
        return moments;
    }

    /** Returns the share of variance that keeping 0, 1, 2 and so on components loses. */
    private static double[] lost(double[] variances) {
        double[] lost = new double[variances.length + 1];
        for (int i = variances.length - 1; i >= 0; i--) {
            lost[i] = lost[i + 1] + variances[i];
        }
        double all = lost[0];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = all == 0 ? 0 : lost[i] / all;
        }
        return lost;
    }

    @Override
    public String whyNoChoices(LayerView layer) {
        return Kernel.has(layer) ? "it has more than " + OutputMoments.MOST_OUTPUTS + " outputs" : Kernel.whyNot(layer);
    }

    @Override
    public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        int rank = requireNonNull(choice.knobs().get(SubsetChoice.RANK), "no rank");
        OutputMoments.Moments moments = of(layer, scoring);
        Matrix components = Eigen.largest(moments.covariance(), rank).vectors();
        Matrix weight = Folding.ENCODE.fold(Kernel.of(layer, scoring.network()));
        return Pieces.chain(
                layer,
                scoring.network(),
                specs(layer, rank),
                List.of(
                        components.times(weight).floats(),
                        components.transposed().floats()),
                bias(layer, scoring, components, moments.mean()));
    }

    private static float[] bias(LayerView layer, Scoring scoring, Matrix components, Matrix mean) {
        double[] centred = new double[mean.rows()];
        float[] bias = layer.params().size() == 1
                ? new float[mean.rows()]
                : Flat.copy(scoring.network().effective(layer.params().get(1).id()));
        for (int i = 0; i < centred.length; i++) {
            centred[i] = bias[i] - mean.get(i, 0);
        }
        Matrix kept = components.transposedTimes(components.times(new Matrix(centred.length, 1, centred)));
        return kept.plus(mean).floats();
    }

    /** The truncated SVD's, but that the decoder always has a bias. */
    private static List<LayerSpec> specs(LayerView layer, int rank) {
        List<LayerSpec> specs = Folding.ENCODE.specs(layer.spec(), 1, rank);
        return List.of(specs.get(0), withBias(specs.get(1)));
    }

    private static LayerSpec withBias(LayerSpec spec) {
        if (spec instanceof Dense dense) {
            return new Dense(dense.in(), dense.out(), dense.groups(), true);
        }
        var conv = (Convolution) spec;
        return new Convolution(
                conv.in(),
                conv.out(),
                conv.kernel(),
                conv.stride(),
                conv.padding(),
                conv.dilation(),
                conv.groups(),
                true);
    }
}
