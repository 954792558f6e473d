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
 * Of every layer the choice with the smallest {@code error + λ · cost}, with the smallest λ that fits: the selection of ranks of
 * L-Rank (Idelbayev and Carreira-Perpiñán 2020, equation 4), with errors in absolute terms as {@code svd-loss} has them. Their
 * alternation with training is left out, as in ALDS's comparison.
 *
 * <p>Deliberate departure from ALDS's comparison, whose code prices a rank in FLOPs whatever the budget is: here {@code cost} is the
 * price that the budget counts, be it parameters, FLOPs or milliseconds, so that what λ trades errors for is what there is too little of.
 */
public record LRank() implements BudgetSolver {
    private static final int HALVINGS = 200;
    private static final double LARGEST = 1e12;
    private static final double SMALLEST = 1e-18;

    @Override
    public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
        Picks best = Picks.cheapest(Menu.of(choices), budget);
        Picks free = at(0, choices);
        if (free.cost() <= budget) {
            return free.byLayer();
        }
        double low = StrictMath.log(SMALLEST);
        double high = StrictMath.log(LARGEST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            Picks picks = at(StrictMath.exp(middle), choices);
            if (picks.cost() <= budget) {
                best = picks;
                high = middle;
            } else {
                low = middle;
            }
        }
        return best.byLayer();
    }

    private static Picks at(double price, Map<LayerId, List<Choice>> choices) {
        var picks = new LinkedHashMap<LayerId, Choice>();
        choices.forEach((layer, own) -> picks.put(
                layer,
                own.stream()
                        .min(Comparator.<Choice>comparingDouble(choice -> choice.error() + price * choice.cost())
                                .thenComparingDouble(Choice::cost))
                        .orElseThrow()));
        return new Picks(picks);
    }
}
