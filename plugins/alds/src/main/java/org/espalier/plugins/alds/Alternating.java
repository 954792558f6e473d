package org.espalier.plugins.alds;

import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * the error of the rank that it takes, not of one less.
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
        return Cores.share(scoring.threads(), () -> best(cheapest, budget, menus, scoring.random()))
                .byLayer();
    }

    private Picks best(Picks cheapest, double budget, Map<LayerId, Menu> menus, RandomGenerator random) {
        Picks best = cheapest;
        for (int start = 0; start < starts; start++) {
            Optional<Picks> found = from(start, budget, menus, random);
            if (found.isPresent() && found.get().worst() < best.worst()) {
                best = found.get();
            }
        }
        return best;
    }

    private Optional<Picks> from(int start, double budget, Map<LayerId, Menu> menus, RandomGenerator random) {
        Map<LayerId, Integer> families = first(start, menus, random);
        Optional<Picks> picks = ranks(budget, menus, families);
        while (picks.isEmpty() && fewerGroups(menus, families)) {
            picks = ranks(budget, menus, families);
        }
        if (picks.isEmpty()) {
            return picks;
        }
        Picks first = picks.get();
        Picks last = first;
        for (int round = 0; round < rounds; round++) {
            Picks present = last;
            Optional<Picks> next = Optional.empty();
            for (double rounding = ROUNDING; next.isEmpty() && rounding >= LEAST_ROUNDING; rounding -= LESS_ROUNDING) {
                next = ranks(budget, menus, bestFamilies(menus, families, present, rounding));
            }
            if (next.isEmpty()) {
                break;
            }
            last = next.get();
            families = familiesOf(menus, families, last);
        }
        return Optional.of(last.worst() <= first.worst() ? last : first);
    }

    private static Map<LayerId, Integer> first(int start, Map<LayerId, Menu> menus, RandomGenerator random) {
        var families = new LinkedHashMap<LayerId, Integer>();
        menus.forEach((layer, menu) -> families.put(
                layer,
                start < WISHES.length
                        ? nearest(menu, WISHES[start])
                        : random.nextInt(factored(menu).size())));
        return families;
    }

    /** Returns the family with nearly so many groups; of two equally near the one with more. */
    private static int nearest(Menu menu, int groups) {
        int best = 0;
        for (int i = 1; i < factored(menu).size(); i++) {
            int gap = Math.abs(groups(menu, i) - groups) - Math.abs(groups(menu, best) - groups);
            best = gap < 0 || (gap == 0 && groups(menu, i) > groups(menu, best)) ? i : best;
        }
        return best;
    }

    /** Halves the groups of every layer; returns false when there was nothing to halve. */
    private static boolean fewerGroups(Map<LayerId, Menu> menus, Map<LayerId, Integer> families) {
        boolean fewer = false;
        for (Map.Entry<LayerId, Integer> entry : families.entrySet()) {
            Menu menu = menus.get(entry.getKey());
            int next = menu == null ? 0 : nearest(menu, groups(menu, entry.getValue()) / 2);
            fewer |= next != entry.getValue();
            entry.setValue(next);
        }
        return fewer;
    }

    /** Returns the families to alternate between: all but the layer as it is, unless there is nothing else. */
    private static List<List<Choice>> factored(Menu menu) {
        List<List<Choice>> factored = menu.families().stream()
                .filter(family -> !family.get(0).knobs().isEmpty())
                .toList();
        return factored.isEmpty() ? menu.families() : factored;
    }

    private static int groups(Menu menu, int family) {
        return factored(menu).get(family).get(0).knobs().getOrDefault(SubsetChoice.GROUPS, 0);
    }

    /** The global half: ranks within the families. */
    private static Optional<Picks> ranks(double budget, Map<LayerId, Menu> menus, Map<LayerId, Integer> families) {
        var narrow = new LinkedHashMap<LayerId, Menu>();
        var least = new LinkedHashMap<LayerId, Choice>();
        menus.forEach((layer, menu) -> {
            var own = new ArrayList<>(factored(menu).get(families.getOrDefault(layer, 0)));
            menu.families().stream()
                    .flatMap(List::stream)
                    .filter(choice -> choice.knobs().isEmpty() && !own.contains(choice))
                    .forEach(own::add);
            narrow.put(layer, Menu.of(own));
            least.put(layer, Menu.of(own).cheapest());
        });
        var start = new Picks(least);
        return start.cost() > budget ? Optional.empty() : Optional.of(MinMax.smallestWorst(budget, narrow, start));
    }

    /** The local half: for what each layer costs now, the family with the smallest error. */
    private static Map<LayerId, Integer> bestFamilies(
            Map<LayerId, Menu> menus, Map<LayerId, Integer> present, Picks picks, double rounding) {
        var families = new LinkedHashMap<>(present);
        picks.byLayer().forEach((layer, choice) -> {
            Menu menu = menus.get(layer);
            if (menu != null && !choice.knobs().isEmpty()) {
                families.put(layer, bestFamily(menu, choice, present.getOrDefault(layer, 0), rounding));
            }
        });
        return families;
    }

    private static int bestFamily(Menu menu, Choice choice, int present, double rounding) {
        int best = present;
        double error = Double.POSITIVE_INFINITY;
        for (int i = factored(menu).size() - 1; i >= 0; i--) {
            List<Choice> family = factored(menu).get(i);
            double step =
                    family.size() > 1 ? family.get(1).cost() - family.get(0).cost() : 0;
            Optional<Choice> dearest = family.stream()
                    .filter(other -> other.cost() <= choice.cost() + rounding * step)
                    .max(Comparator.comparingDouble(Choice::cost));
            if (dearest.isPresent() && dearest.get().error() < error) {
                error = dearest.get().error();
                best = i;
            }
        }
        return best;
    }

    private static Map<LayerId, Integer> familiesOf(
            Map<LayerId, Menu> menus, Map<LayerId, Integer> before, Picks picks) {
        var families = new LinkedHashMap<>(before);
        picks.byLayer().forEach((layer, choice) -> {
            Menu menu = menus.get(layer);
            for (int i = 0; menu != null && i < factored(menu).size(); i++) {
                if (!choice.knobs().isEmpty() && factored(menu).get(i).contains(choice)) {
                    families.put(layer, i);
                }
            }
        });
        return families;
    }
}
