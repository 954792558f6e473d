package org.espalier.testkit.zoo;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.score.Scoring;

/** Ways to spend one budget over layers. */
final class Budgets {
    private Budgets() {}

    /**
     * The smallest worst error that the budget allows, exactly: the global step of ALDS (Liebenwein et al. 2021, eq. 3)
     * without its alternation. Starts from the cheapest choices and asks every layer, again and again, for its cheapest
     * choice below the worst error so far; so that errors of choices dearer than the answer are never computed.
     */
    record MinMax() implements BudgetSolver {
        @Override
        public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
            Map<LayerId, List<Choice>> byCost = byCost(choices);
            Map<LayerId, Choice> best = cheapest(budget, byCost);
            while (true) {
                double worst =
                        best.values().stream().mapToDouble(Choice::error).max().orElse(0);
                Map<LayerId, Choice> next = new LinkedHashMap<>();
                byCost.forEach((layer, own) -> below(worst, own).ifPresent(choice -> next.put(layer, choice)));
                if (next.size() < byCost.size() || cost(next.values()) > budget) {
                    return spendTheRest(budget, best, byCost);
                }
                best = next;
            }
        }

        /** Lowers the errors of the worst layers while anything fits; the very worst one is as low as it gets. */
        private static Map<LayerId, Choice> spendTheRest(
                double budget, Map<LayerId, Choice> picked, Map<LayerId, List<Choice>> byCost) {
            Map<LayerId, Choice> result = new LinkedHashMap<>(picked);
            List<LayerId> worstFirst = picked.keySet().stream()
                    .sorted(Comparator.comparingDouble(
                            (LayerId layer) -> -picked.get(layer).error()))
                    .toList();
            for (LayerId layer : worstFirst) {
                Choice present = result.get(layer);
                double room = budget - cost(result.values()) + present.cost();
                byCost.get(layer).stream()
                        .filter(choice -> choice.cost() <= room && choice.error() < present.error())
                        .min(Comparator.comparingDouble(Choice::error))
                        .ifPresent(choice -> result.put(layer, choice));
            }
            return result;
        }

        private static Optional<Choice> below(double error, List<Choice> byCost) {
            return byCost.stream().filter(choice -> choice.error() < error).findFirst();
        }
    }

    /**
     * The smallest sum of {@code error + λ · cost} with the smallest λ that fits: L-Rank's selection of ranks, as a
     * heuristic for the smallest sum of errors (Idelbayev and Carreira-Perpiñán 2020).
     */
    record Lagrangian() implements BudgetSolver {
        private static final int HALVINGS = 100;

        @Override
        public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
            Map<LayerId, List<Choice>> byCost = byCost(choices);
            Map<LayerId, Choice> best = cheapest(budget, byCost);
            double low = 0;
            double high = 1e12;
            for (int i = 0; i < HALVINGS; i++) {
                double lambda = (low + high) / 2;
                Map<LayerId, Choice> next = new LinkedHashMap<>();
                byCost.forEach((layer, own) -> next.put(
                        layer,
                        own.stream()
                                .min(Comparator.comparingDouble(choice -> choice.error() + lambda * choice.cost()))
                                .orElseThrow()));
                if (cost(next.values()) <= budget) {
                    best = next;
                    high = lambda;
                } else {
                    low = lambda;
                }
            }
            return best;
        }
    }

    private static Map<LayerId, List<Choice>> byCost(Map<LayerId, List<Choice>> choices) {
        Map<LayerId, List<Choice>> sorted = new LinkedHashMap<>();
        choices.forEach((layer, own) -> sorted.put(
                layer,
                own.stream().sorted(Comparator.comparingDouble(Choice::cost)).toList()));
        return sorted;
    }

    private static Map<LayerId, Choice> cheapest(double budget, Map<LayerId, List<Choice>> byCost) {
        Map<LayerId, Choice> picked = new LinkedHashMap<>();
        byCost.forEach((layer, own) -> picked.put(layer, own.get(0)));
        double least = cost(picked.values());
        if (least > budget) {
            throw new IllegalArgumentException(
                    "no choices fit a budget of " + budget + "; the smallest that do cost " + least);
        }
        return picked;
    }

    private static double cost(Collection<Choice> picked) {
        return picked.stream().mapToDouble(Choice::cost).sum();
    }
}
