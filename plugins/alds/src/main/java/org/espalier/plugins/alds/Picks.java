package org.espalier.plugins.alds;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.espalier.api.budget.Choice;
import org.espalier.api.model.LayerId;

/**
 * One choice for each layer.
 *
 * @param byLayer which
 */
record Picks(Map<LayerId, Choice> byLayer) {
    /**
     * Returns the cheapest choice of each layer.
     *
     * @throws IllegalArgumentException when together they cost more than the budget; says what they cost
     */
    static Picks cheapest(Map<LayerId, Menu> menus, double budget) {
        var picks = new LinkedHashMap<LayerId, Choice>();
        menus.forEach((layer, menu) -> picks.put(layer, menu.cheapest()));
        var cheapest = new Picks(picks);
        if (cheapest.cost() > budget) {
            throw new IllegalArgumentException("nothing fits a budget of " + number(budget)
                    + "; the smallest that these layers can be made costs " + number(cheapest.cost()));
        }
        return cheapest;
    }

    /** Returns the cheapest choices with errors of at most so much, computed on all cores; empty when a layer has none. */
    static Optional<Picks> within(double error, Map<LayerId, Menu> menus) {
        Map<LayerId, Optional<Choice>> found = menus.entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(
                        Map.Entry::getKey, entry -> entry.getValue().cheapestWithin(error)));
        var picks = new LinkedHashMap<LayerId, Choice>();
        for (LayerId layer : menus.keySet()) {
            Optional<Choice> choice = found.get(layer);
            if (choice == null || choice.isEmpty()) {
                return Optional.empty();
            }
            picks.put(layer, choice.get());
        }
        return Optional.of(new Picks(picks));
    }

    /** Returns what they cost together. */
    double cost() {
        return cost(byLayer.values());
    }

    static double cost(Collection<Choice> choices) {
        return choices.stream().mapToDouble(Choice::cost).sum();
    }

    /** Returns the largest of their errors. */
    double worst() {
        return byLayer.values().parallelStream()
                .mapToDouble(Choice::error)
                .max()
                .orElse(0);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
