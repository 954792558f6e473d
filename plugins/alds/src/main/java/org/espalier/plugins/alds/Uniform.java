package org.espalier.plugins.alds;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.score.Scoring;

/**
 * The same share of its full rank for every layer, as large as fits: what SVD means in ALDS's comparison. A layer for which no rank
 * of that share pays stays as it is. Of several families it takes the first. What is not
 * one rank of a full one, such as matrices of gates, goes by its share of the price.
 *
 * <p>Departure: ranks are rounded down, where the code of that comparison rounds them to the nearest.
 */
public record Uniform() implements BudgetSolver {
    @Override
    public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
        Picks best = Picks.cheapest(Menu.of(choices), budget);
        double[] shares = choices.values().stream()
                .flatMapToDouble(own -> shares(family(own), own))
                .sorted()
                .distinct()
                .toArray();
        int low = 0;
        int high = shares.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            Picks picks = at(shares[middle], choices);
            if (picks.cost() <= budget) {
                best = picks;
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return best.byLayer();
    }

    private static Picks at(double share, Map<LayerId, List<Choice>> choices) {
        var picks = new LinkedHashMap<LayerId, Choice>();
        choices.forEach((layer, own) -> picks.put(layer, at(share, own)));
        return new Picks(picks);
    }

    /** The largest rank of at most that share; the layer as it is when the share is beyond the ranks that pay. */
    private static Choice at(double share, List<Choice> choices) {
        List<Choice> family = family(choices);
        Optional<Choice> whole =
                choices.stream().filter(choice -> choice.knobs().isEmpty()).findFirst();
        if (whole.isPresent() && (family.isEmpty() || share >= beyond(family, choices))) {
            return whole.get();
        }
        return family.stream()
                .filter(choice -> share(choice, choices) <= share)
                .max(Comparator.comparingDouble(choice -> share(choice, choices)))
                .orElseGet(() -> family.get(0));
    }

    /** Returns the first family of factorizations, from small to large. */
    private static List<Choice> family(List<Choice> choices) {
        return Menu.of(choices).families().stream()
                .filter(family -> !family.get(0).knobs().isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static DoubleStream shares(List<Choice> family, List<Choice> choices) {
        DoubleStream own = family.stream().mapToDouble(choice -> share(choice, choices));
        return DoubleStream.concat(own, DoubleStream.of(family.isEmpty() ? 1 : beyond(family, choices)));
    }

    /** Returns the share of the first rank that does not pay any more. */
    private static double beyond(List<Choice> family, List<Choice> choices) {
        Choice largest = family.get(family.size() - 1);
        Integer full = largest.knobs().get(SubsetChoice.FULL_RANK);
        return full == null ? 1 : share(largest, choices) + 1.0 / full;
    }

    /** Returns a choice's rank as a share of the full one; its price as a share of the layer's where it is not one rank. */
    private static double share(Choice choice, List<Choice> choices) {
        Integer rank = choice.knobs().get(SubsetChoice.RANK);
        Integer full = choice.knobs().get(SubsetChoice.FULL_RANK);
        if (rank != null && full != null) {
            return (double) rank / full;
        }
        double dearest = choices.stream().mapToDouble(Choice::cost).max().orElse(0);
        return dearest == 0 ? 1 : choice.cost() / dearest;
    }
}
