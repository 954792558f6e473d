package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.score.Scoring;

/**
 * The smallest worst error that a budget allows (ALDS, equation 3), exactly, where the paper alternates between ranks and numbers
 * of groups from random starts: for a given error each layer's cheapest choice is known by itself, and what they cost together
 * falls as the error grows, so the error is found by halving.
 *
 * <p>What is left of the budget then goes to the layer with the worst error, as long as its next better choice fits, and after it to
 * the others in the same way. Only the worst error of all is the smallest possible for certain.
 */
public record MinMax() implements BudgetSolver {
    /** Enough to tell any two errors apart that are not nearly equal; those that are, are told apart one by one. */
    private static final int HALVINGS = 48;

    private static final int HALVINGS_BETWEEN_CHECKS = 6;

    @Override
    public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
        Map<LayerId, Menu> menus = Menu.of(choices);
        Picks start = Picks.cheapest(menus, budget);
        return Cores.share(scoring.threads(), () -> spendTheRest(budget, menus, smallestWorst(budget, menus, start)));
    }

    /** Returns picks within a budget whose worst error is the smallest possible, starting from some that fit. */
    static Picks smallestWorst(double budget, Map<LayerId, Menu> menus, Picks start) {
        Picks best = start;
        double low = -1;
        for (int i = 0; i < HALVINGS; i++) {
            double high = best.worst();
            if (high == 0
                    || (i % HALVINGS_BETWEEN_CHECKS == 0
                            && fitting(budget, Math.nextDown(high), menus).isEmpty())) {
                return best;
            }
            double middle = low < 0 ? 0 : (low + high) / 2;
            Optional<Picks> better = fitting(budget, middle, menus);
            if (better.isPresent() && better.get().worst() < high) {
                best = better.get();
            } else {
                low = middle;
            }
        }
        while (best.worst() > 0) {
            Optional<Picks> below = fitting(budget, Math.nextDown(best.worst()), menus);
            if (below.isEmpty() || below.get().worst() >= best.worst()) {
                return best;
            }
            best = below.get();
        }
        return best;
    }

    private static Optional<Picks> fitting(double budget, double error, Map<LayerId, Menu> menus) {
        return Picks.within(error, menus).filter(picks -> picks.cost() <= budget);
    }

    private static Map<LayerId, Choice> spendTheRest(double budget, Map<LayerId, Menu> menus, Picks picks) {
        var result = new LinkedHashMap<>(picks.byLayer());
        var open = new PriorityQueue<LayerId>(Comparator.comparingDouble(layer -> -error(result, layer)));
        open.addAll(result.keySet());
        double left = budget - picks.cost();
        while (!open.isEmpty()) {
            LayerId worst = open.remove();
            Choice present = requireNonNull(result.get(worst), "no choice");
            Optional<Choice> better = present.error() == 0
                    ? Optional.empty()
                    : requireNonNull(menus.get(worst), "no menu").cheapestWithin(Math.nextDown(present.error()));
            if (better.isPresent()
                    && better.get().error() < present.error()
                    && better.get().cost() - present.cost() <= left) {
                left -= better.get().cost() - present.cost();
                result.put(worst, better.get());
                open.add(worst);
            }
        }
        return result;
    }

    private static double error(Map<LayerId, Choice> picks, LayerId layer) {
        return requireNonNull(picks.get(layer), "no choice").error();
    }
}
