package org.espalier.plugins.alds;

import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerView;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Truncated singular value decompositions, judged by what each alone adds to the validation loss: dear, as every rank on offer takes
 * a pass over the validation examples, and the only one of these measures that asks the data what a layer is for. With
 * {@code l-rank} the sum of what is added is made small, as if layers did not matter to each other; with {@code min-max} the largest.
 *
 * @param points how many ranks of each layer are tried
 */
public record Sensitivity(
        @Knob(value = "how many ranks of each layer are tried", otherwise = "8") @Positive
        int points) implements Decomposition {
    @Override
    public String measure() {
        return "what the layer alone adds to the validation loss";
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(new LayerLosses(points));
    }

    @Override
    public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
        if (!Kernel.has(layer)) {
            return List.of();
        }
        var offers = new Offers(layer, cost, scoring.network());
        int full = (int) Math.min(
                layer.params().get(0).shape().get(0), layer.params().get(0).rowSize());
        var family = new ArrayList<Choice>();
        LayerLosses.falling(scoring.get(new LayerLosses(points)), layer.id()).forEach((rank, loss) -> {
            double price = offers.price(Folding.ENCODE.specs(layer.spec(), 1, rank));
            family.add(new RankChoice("svd", SubsetChoice.ranks(rank, full), price, loss));
        });
        offers.add(family);
        return offers.all();
    }

    @Override
    public String whyNoChoices(LayerView layer) {
        return Kernel.whyNot(layer);
    }

    @Override
    public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
        Kernel kernel = Kernel.of(layer, scoring.network());
        int rank = choice.knobs().getOrDefault(SubsetChoice.RANK, 1);
        Factors factors = Factors.of(new Subsets(Folding.ENCODE.fold(kernel), 1), 1, rank);
        return Pieces.chain(
                layer,
                scoring.network(),
                Folding.ENCODE.specs(layer.spec(), 1, rank),
                List.of(factors.encoder().floats(), factors.decoder().floats()));
    }
}
