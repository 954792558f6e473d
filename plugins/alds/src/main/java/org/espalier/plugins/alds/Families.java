package org.espalier.plugins.alds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;

/**
 * The families of one layer that {@link Alternating} goes between, numbered from 0: all but the layer as it is, unless there is
 * nothing else. A search looks at them over and over, so what it asks for is worked out once.
 */
final class Families {
    /**
     * One of them.
     *
     * @param choices from cheap to dear
     * @param groups into which channels fall; 0 where it does not say
     * @param menu its choices and the layer as it is
     */
    private record Family(List<Choice> choices, int groups, Menu menu) {}

    private final List<Family> families;
    private final Map<String, Integer> byName = new HashMap<>();
    private final List<Choice> unchanged;

    private Families(List<Family> families, List<Choice> unchanged) {
        this.families = families;
        this.unchanged = unchanged;
        for (int i = 0; i < families.size(); i++) {
            byName.put(families.get(i).choices.get(0).family(), i);
        }
    }

    static Families of(Menu menu) {
        List<Choice> unchanged = menu.families().stream()
                .flatMap(List::stream)
                .filter(choice -> choice.knobs().isEmpty())
                .toList();
        List<List<Choice>> factored = menu.families().stream()
                .filter(family -> !unchanged.contains(family.get(0)))
                .toList();
        return new Families(
                (factored.isEmpty() ? menu.families() : factored)
                        .stream().map(family -> family(family, unchanged)).toList(),
                unchanged);
    }

    private static Family family(List<Choice> choices, List<Choice> unchanged) {
        var own = new ArrayList<>(choices);
        unchanged.stream().filter(choice -> !choices.contains(choice)).forEach(own::add);
        return new Family(choices, choices.get(0).knobs().getOrDefault(SubsetChoice.GROUPS, 0), Menu.of(own));
    }

    /** Returns those of each layer. */
    static Map<LayerId, Families> of(Map<LayerId, Menu> menus) {
        var families = new LinkedHashMap<LayerId, Families>();
        menus.forEach((layer, menu) -> families.put(layer, of(menu)));
        return families;
    }

    int size() {
        return families.size();
    }

    /** Returns what a family and the layer as it is offer together. */
    Menu menu(int family) {
        return families.get(family).menu;
    }

    /** Returns whether a choice of the layer is the layer as it is. */
    boolean isUnchanged(Choice choice) {
        return unchanged.contains(choice);
    }

    /** Returns the family that a choice other than the layer as it is belongs to. */
    int familyOf(Choice choice) {
        return byName.getOrDefault(choice.family(), 0);
    }

    /** Returns the family with nearly so many groups; of two equally near the one with more. */
    int nearest(int groups) {
        int best = 0;
        for (int i = 1; i < size(); i++) {
            int gap = Math.abs(groups(i) - groups) - Math.abs(groups(best) - groups);
            best = gap < 0 || (gap == 0 && groups(i) > groups(best)) ? i : best;
        }
        return best;
    }

    /** Returns the family with nearly half as many groups as another. */
    int halved(int family) {
        return nearest(groups(family) / 2);
    }

    private int groups(int family) {
        return families.get(family).groups;
    }

    /**
     * Returns the family with the smallest error at a price.
     *
     * @param price what a choice may cost
     * @param rounding how many ranks it may cost more
     * @param otherwise the family when no other fits
     */
    int best(double price, double rounding, int otherwise) {
        int best = otherwise;
        double error = Double.POSITIVE_INFINITY;
        for (int i = size() - 1; i >= 0; i--) {
            List<Choice> choices = families.get(i).choices;
            double rank =
                    choices.size() > 1 ? choices.get(1).cost() - choices.get(0).cost() : 0;
            Optional<Choice> dearest = choices.stream()
                    .filter(choice -> choice.cost() <= price + rounding * rank)
                    .max(Comparator.comparingDouble(Choice::cost));
            if (dearest.isPresent() && dearest.get().error() < error) {
                error = dearest.get().error();
                best = i;
            }
        }
        return best;
    }
}
