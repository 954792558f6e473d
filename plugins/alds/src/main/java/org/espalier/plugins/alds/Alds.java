package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.NotEmpty;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerView;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * The k-subset factorizations of ALDS (section 3.1): input channels fall into {@code k} equal groups of neighbours, each of which
 * becomes a product of two factors of rank {@code j}, by its singular value decomposition. A convolution becomes a grouped
 * convolution (the encoder, which has no bias) and a convolution (the decoder); a dense layer the same with 1×1. With
 * {@code k = 1} it is the truncated SVD. Layers with groups of their own, such as depthwise convolutions, are left alone: their
 * weight is block-diagonal already, and each block too small to be factored. Beyond the paper, of recurrent layers single matrices
 * become products; see {@link GateMatrices}.
 *
 * <p>Offered is every {@code k} that divides the channels, where the paper rounds {@code c / k} up; every scheme; and every rank
 * that costs less than the layer as it is, of which some where costs are measured. A layer whose channels no given {@code k}
 * divides is left alone. The paper judges a factorization by a bound on its error (Theorem 1); here the error itself is the
 * default.
 *
 * @param schemes the folding schemes to offer
 * @param subsets the values of {@code k} to offer; empty for all
 * @param error what the error of a factorization is
 */
public record Alds(
        @Knob(value = "the folding schemes to choose from", otherwise = "[encode]") @NotEmpty
        List<Folding> schemes,

        @Knob(
                value = "the numbers of channel groups to choose from; empty for all that divide the channels",
                otherwise = "[]")
        List<Integer> subsets,

        @Knob(value = "what the error of a factorization is", otherwise = "exact")
        ErrorMeasure error)
        implements Decomposition {
    public Alds {
        schemes = schemes.stream().distinct().toList();
        subsets = List.copyOf(subsets);
        requireNonNull(error, "error is null");
        if (subsets.stream().anyMatch(k -> k < 1)) {
            throw new IllegalArgumentException("'subsets' must be at least 1 each but are " + subsets);
        }
    }

    @Override
    public String measure() {
        return error.words();
    }

    @Override
    public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
        if (!Kernel.has(layer)) {
            return GateMatrices.choices(layer, cost, scoring, error);
        }
        Kernel kernel = Kernel.of(layer, scoring.network());
        List<Integer> divisors = divisors(kernel.in());
        if (divisors.isEmpty()) {
            return List.of();
        }
        var offers = new Offers(layer, cost, scoring.network());
        for (Folding folding : schemes) {
            if (folding.repeats(schemes, kernel)) {
                continue;
            }
            var parts = new Subsets(folding.fold(kernel), kernel.in());
            for (int groups : divisors) {
                var subset = new Subset(parts, groups);
                String name = SubsetChoice.family(folding, subset);
                var family = new ArrayList<Choice>();
                for (int rank : offers.ranks(groups, subset.fullRank())) {
                    double price = offers.price(folding.specs(layer.spec(), groups, rank));
                    if (offers.isFarTooDear(price)) {
                        break;
                    }
                    family.add(new SubsetChoice(name, folding, subset, rank, price, error));
                }
                offers.add(family);
            }
        }
        return offers.all();
    }

    private List<Integer> divisors(int channels) {
        return IntStream.rangeClosed(1, channels)
                .filter(k -> channels % k == 0 && (subsets.isEmpty() || subsets.contains(k)))
                .boxed()
                .toList();
    }

    @Override
    public String whyNoChoices(LayerView layer) {
        if (Kernel.has(layer)) {
            return "none of the 'subsets' " + subsets + " divides its channels";
        }
        return GateMatrices.isRecurrent(layer)
                ? "a recurrent layer multiplies its factors out, which takes no less time"
                : Kernel.whyNot(layer);
    }

    @Override
    public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        if (!Kernel.has(layer)) {
            return GateMatrices.factorize(layer, choice, scoring);
        }
        var picked = (SubsetChoice) choice;
        Kernel kernel = Kernel.of(layer, scoring.network());
        Factors factors = picked.subset().factors(picked.rank());
        return Pieces.chain(
                layer,
                scoring.network(),
                picked.folding().specs(layer.spec(), picked.subset().groups(), picked.rank()),
                List.of(factors.encoder().floats(), picked.folding().decoderWeight(factors.decoder(), kernel)));
    }
}
