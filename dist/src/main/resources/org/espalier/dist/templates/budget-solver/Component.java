package {{package}};

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.score.Scoring;

/**
 * Picks the choices whose worst error is the smallest that the budget allows: begins with each layer's cheapest choice, and as long
 * as it fits takes for every layer its cheapest choice below the worst error so far.
 */
public record {{Class}}() implements BudgetSolver {
    @Override
    public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
        Map<LayerId, Choice> best = cheapest(choices, Double.POSITIVE_INFINITY);
        if (cost(best.values()) > budget) {
            throw new IllegalArgumentException("a budget of " + number(budget) + " is too small: the cheapest choices cost "
                    + number(cost(best.values())));
        }
        while (true) {
            double worst = best.values().stream().mapToDouble(Choice::error).max().orElse(0);
            Map<LayerId, Choice> next = cheapest(choices, worst);
            if (next.size() < choices.size() || cost(next.values()) > budget) {
                return best;
            }
            best = next;
        }
    }

    /** Returns each layer's cheapest choice with an error below a bound; layers that have none are left out. */
    private static Map<LayerId, Choice> cheapest(Map<LayerId, List<Choice>> choices, double below) {
        var picked = new LinkedHashMap<LayerId, Choice>();
        choices.forEach((layer, own) -> own.stream()
                .filter(choice -> choice.error() < below)
                .min(Comparator.comparingDouble(Choice::cost).thenComparingDouble(Choice::error))
                .ifPresent(choice -> picked.put(layer, choice)));
        return picked;
    }

    private static double cost(Collection<Choice> picked) {
        return picked.stream().mapToDouble(Choice::cost).sum();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
