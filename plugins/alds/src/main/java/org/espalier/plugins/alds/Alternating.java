package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Positive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.espalier.api.budget.BudgetSolver;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Scoring;

/**
 * The search of ALDS (section 3.3, algorithm 1): with the number of groups and the scheme of every layer fixed, ranks that make the
 * worst error smallest; then, with what each layer costs fixed, the groups and scheme that make its error smallest; and so on, from
 * several starts. Kept to compare with; {@link MinMax} is never worse, and faster.
 *
 * <p>Departures from the authors' code: ranks of the first half are found exactly and never overspend, and the second half looks up
 * the error of the rank that it takes, not of one less. How ranks are rounded in the second half begins anew in each round, where theirs
 * stays as it was lowered. Where no start fits the budget, each layer's cheapest choice is the answer, where theirs changes the budget.
 *
 * @param starts how many starts; the first four wish for 3, 5, 7 and 9 groups everywhere, others are drawn
 * @param rounds how often it alternates
 */
public record Alternating(
        @Knob(value = "starts, of which the first four are 3, 5, 7 and 9 groups everywhere", otherwise = "15") @Positive
        int starts,

        @Knob(value = "rounds from each start", otherwise = "4") @Positive
        int rounds)
        implements BudgetSolver {
    private static final int[] WISHES = {3, 5, 7, 9};
    private static final double ROUNDING = 0.5;
    private static final double LESS_ROUNDING = 0.2;
    private static final double LEAST_ROUNDING = -0.51;

    @Override
    public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
        Map<LayerId, Menu> menus = Menu.of(choices);
        Picks cheapest = Picks.cheapest(menus, budget);
        Map<LayerId, Families> families = Families.of(menus);
        return Cores.share(scoring.threads(), () -> best(cheapest, budget, families, scoring.random()))
                .byLayer();
    }

    private Picks best(Picks cheapest, double budget, Map<LayerId, Families> all, RandomGenerator random) {
        Picks best = cheapest;
        for (int start = 0; start < starts; start++) {
            Optional<Picks> found = from(first(start, all, random), budget, all);
            if (found.isPresent() && found.get().worst() < best.worst()) {
                best = found.get();
            }
        }
        return best;
    }

    private static Map<LayerId, Integer> first(int start, Map<LayerId, Families> all, RandomGenerator random) {
        return each(
                all, (layer, own) -> start < WISHES.length ? own.nearest(WISHES[start]) : random.nextInt(own.size()));
    }

    private Optional<Picks> from(Map<LayerId, Integer> start, double budget, Map<LayerId, Families> all) {
        Map<LayerId, Integer> families = start;
        Optional<Picks> picks = ranks(budget, all, families);
        while (picks.isEmpty()) {
            Map<LayerId, Integer> fewer = fewerGroups(all, families);
            if (fewer.equals(families)) {
                return picks;
            }
            families = fewer;
            picks = ranks(budget, all, families);
        }
        Picks first = picks.get();
        Picks last = first;
        for (int round = 0; round < rounds; round++) {
            Optional<Picks> next = Optional.empty();
            for (double rounding = ROUNDING; next.isEmpty() && rounding >= LEAST_ROUNDING; rounding -= LESS_ROUNDING) {
                next = ranks(budget, all, bestFamilies(all, families, last, rounding));
            }
            if (next.isEmpty()) {
                break;
            }
            last = next.get();
            families = familiesOf(all, families, last);
        }
        return Optional.of(last.worst() <= first.worst() ? last : first);
    }

    private static Map<LayerId, Integer> fewerGroups(Map<LayerId, Families> all, Map<LayerId, Integer> families) {
        return each(all, (layer, own) -> own.halved(get(families, layer)));
    }

    /** The global half: ranks within the families. */
    private static Optional<Picks> ranks(double budget, Map<LayerId, Families> all, Map<LayerId, Integer> families) {
        Map<LayerId, Menu> narrow = each(all, (layer, own) -> own.menu(get(families, layer)));
        var cheapest = new Picks(each(narrow, (layer, menu) -> menu.cheapest()));
        return cheapest.cost() > budget
                ? Optional.empty()
                : Optional.of(MinMax.smallestWorst(budget, narrow, cheapest));
    }

    /** The local half: for what each layer costs now, the family with the smallest error. */
    private static Map<LayerId, Integer> bestFamilies(
            Map<LayerId, Families> all, Map<LayerId, Integer> present, Picks picks, double rounding) {
        return each(all, (layer, own) -> {
            Choice choice = get(picks.byLayer(), layer);
            int family = get(present, layer);
            return own.isUnchanged(choice) ? family : own.best(choice.cost(), rounding, family);
        });
    }

    private static Map<LayerId, Integer> familiesOf(
            Map<LayerId, Families> all, Map<LayerId, Integer> before, Picks picks) {
        return each(all, (layer, own) -> {
            Choice choice = get(picks.byLayer(), layer);
            return own.isUnchanged(choice) ? get(before, layer) : own.familyOf(choice);
        });
    }

    private static <A, B> Map<LayerId, B> each(Map<LayerId, A> all, BiFunction<LayerId, A, B> function) {
        var results = new LinkedHashMap<LayerId, B>();
        all.forEach((layer, own) -> results.put(layer, function.apply(layer, own)));
        return results;
    }

    private static <A> A get(Map<LayerId, A> all, LayerId layer) {
        return requireNonNull(all.get(layer), "no such layer");
    }
}
