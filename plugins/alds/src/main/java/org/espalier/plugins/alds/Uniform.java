package org.espalier.plugins.alds;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.score.Scoring;

/**
 * The same share of its full rank for every layer, as large as fits: what SVD means in ALDS's comparison. A layer for which no rank
 * of that share pays stays as it is. Of several families it takes the first.
 */
public record Uniform() implements BudgetSolver {
    @Override
    public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
        Picks best = Picks.cheapest(Menu.of(choices), budget);
        double[] shares = choices.values().stream()
                .flatMapToDouble(own -> own.stream().mapToDouble(Uniform::share))
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

    private static Choice at(double share, List<Choice> choices) {
        String family = choices.stream()
                .filter(choice -> !choice.knobs().isEmpty())
                .map(Choice::family)
                .findFirst()
                .orElse("");
        List<Choice> offered = choices.stream()
                .filter(choice -> choice.knobs().isEmpty() || choice.family().equals(family))
                .toList();
        return offered.stream()
                .filter(choice -> share(choice) <= share)
                .max(Comparator.comparingDouble(Uniform::share))
                .orElseGet(() -> offered.stream()
                        .min(Comparator.comparingDouble(Choice::cost))
                        .orElseThrow());
    }

    private static double share(Choice choice) {
        Integer rank = choice.knobs().get(SubsetChoice.RANK);
        Integer full = choice.knobs().get(SubsetChoice.FULL_RANK);
        return rank == null || full == null ? 1 : (double) rank / full;
    }
}
