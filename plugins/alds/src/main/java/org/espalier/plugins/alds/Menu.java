package org.espalier.plugins.alds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;

/**
 * What one layer can choose from: families of choices, each from cheap to dear, along which errors fall. Questions are answered
 * by bounds of errors wherever those suffice.
 */
final class Menu {
    private final List<List<Choice>> families;

    private Menu(List<List<Choice>> families) {
        this.families = families;
    }

    static Menu of(Collection<Choice> choices) {
        var byFamily = new LinkedHashMap<String, List<Choice>>();
        choices.forEach(choice -> byFamily.computeIfAbsent(choice.family(), family -> new ArrayList<>())
                .add(choice));
        byFamily.values().forEach(family -> family.sort(Comparator.comparingDouble(Choice::cost)));
        return new Menu(List.copyOf(byFamily.values()));
    }

    /** Returns a menu for each layer. */
    static Map<LayerId, Menu> of(Map<LayerId, List<Choice>> choices) {
        var menus = new LinkedHashMap<LayerId, Menu>();
        choices.forEach((layer, own) -> menus.put(layer, of(own)));
        return menus;
    }

    List<List<Choice>> families() {
        return families;
    }

    Choice cheapest() {
        return families.stream()
                .map(family -> family.get(0))
                .min(Comparator.comparingDouble(Choice::cost))
                .orElseThrow();
    }

    /** Returns the cheapest choice whose error is at most so large. */
    Optional<Choice> cheapestWithin(double error) {
        record Start(List<Choice> family, int index) {
            double cost() {
                return family.get(index).cost();
            }
        }
        List<Start> starts = families.stream()
                .map(family -> new Start(family, first(family, 0, choice -> choice.errorAtLeast() <= error)))
                .filter(start -> start.index < start.family.size())
                .sorted(Comparator.comparingDouble(Start::cost))
                .toList();
        Optional<Choice> best = Optional.empty();
        for (Start start : starts) {
            double least = best.map(Choice::cost).orElse(Double.POSITIVE_INFINITY);
            if (start.cost() >= least) {
                break;
            }
            int at = first(start.family, start.index, choice -> choice.cost() >= least || within(choice, error));
            if (at < start.family.size() && start.family.get(at).cost() < least) {
                best = Optional.of(start.family.get(at));
            }
        }
        return best;
    }

    private static boolean within(Choice choice, double error) {
        return choice.errorAtMost() <= error || (choice.errorAtLeast() <= error && choice.error() <= error);
    }

    /** Returns the first place from {@code from} on at which a condition holds that holds ever after; the size if none. */
    private static int first(List<Choice> family, int from, Predicate<Choice> holds) {
        int low = from;
        int high = family.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (holds.test(family.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
