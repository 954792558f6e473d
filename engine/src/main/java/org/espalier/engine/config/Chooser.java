package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.plugin.UnknownComponentException;
import org.espalier.engine.text.Phrases;

/** Finds the component that a piece of a file chooses, through presets if need be. */
final class Chooser {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.][0-9.eE+-]*");

    private final Registry registry;
    private final Composer composer;
    private final Problems problems;

    Chooser(Registry registry, Composer composer, Problems problems) {
        this.registry = requireNonNull(registry, "registry is null");
        this.composer = requireNonNull(composer, "composer is null");
        this.problems = requireNonNull(problems, "problems is null");
    }

    /**
     * A component that was chosen.
     *
     * @param label what messages call it: by the name that was written, a preset's included
     * @param place where that name stands
     * @param options the user's laid over those of presets; nothing when there are none at all
     */
    record Choice(Offer.Component offer, String label, Place place, Shape shape, Optional<Node> options) {
        Choice {
            requireNonNull(offer, "offer is null");
        }
    }

    /**
     * Returns the component that {@code node} chooses.
     *
     * @param what the option's name
     * @return nothing when it chooses none; why is among the problems then
     */
    Optional<Choice> choose(Class<?> seam, String what, Node node) {
        Optional<Written> choice = Written.of(node);
        if (choice.isEmpty()) {
            problems.add(node.place(), misuse(seam, what, node));
            return Optional.empty();
        }
        Written written = choice.get();
        String label = Registry.seamName(seam) + " '" + written.name() + "'";
        // Innermost last: the options of the component itself lie below those of every preset, and the user's above
        // all.
        List<Node> layers = new ArrayList<>();
        written.options().ifPresent(layers::add);
        Set<String> presets = new LinkedHashSet<>();
        Written next = written;
        while (true) {
            Optional<Offer> offer = find(seam, next);
            if (offer.isEmpty()) {
                return Optional.empty();
            }
            if (offer.get() instanceof Offer.Component component) {
                return component(component, label, written.place(), layers);
            }
            if (!presets.add(offer.get().qualifiedName())) {
                problems.add(
                        written.place(),
                        "preset " + label + " stands for itself: " + String.join(" → ", presets) + " → "
                                + offer.get().qualifiedName() + ". Tell the plugin's author.");
                return Optional.empty();
            }
            Optional<Written> composition = composition((Offer.Composition) offer.get(), written.place(), label);
            if (composition.isEmpty()) {
                return Optional.empty();
            }
            next = composition.get();
            next.options().ifPresent(layers::add);
        }
    }

    private Optional<Written> composition(Offer.Composition offer, Place at, String label) {
        Place place = at.presetOf(label);
        Optional<Node> node = YamlReader.read(offer.preset().composition(), place, problems);
        Optional<Written> written = node.flatMap(Written::of);
        if (node.isPresent() && written.isEmpty()) {
            problems.add(place, misuse(offer.seam(), "it", node.get()));
        }
        return written;
    }

    private Optional<Choice> component(Offer.Component offer, String label, Place place, List<Node> layers) {
        Shape shape;
        try {
            shape = Shape.of(offer.provider().config());
        } catch (IllegalArgumentException broken) {
            problems.add(
                    place,
                    label + " of " + offer.plugin().origin() + " cannot be configured: " + broken.getMessage()
                            + ". This is a mistake in the plugin; tell its author.");
            return Optional.empty();
        }
        Optional<Node> options = Optional.empty();
        // A preset's own parts are not to be replaced by what is written short.
        boolean alone = layers.size() == 1;
        for (int i = layers.size() - 1; i >= 0; i--) {
            Node layer = alone ? composer.spelledOut(offer.name(), shape, layers.get(i)) : layers.get(i);
            options = Optional.of(
                    options.map(below -> composer.merge(shape, below, layer)).orElse(layer));
        }
        return Optional.of(new Choice(offer, label, place, shape, options));
    }

    private Optional<Offer> find(Class<?> seam, Written written) {
        try {
            return Optional.of(registry.find(seam, written.name()));
        } catch (UnknownComponentException unknown) {
            String component = Registry.seamName(seam) + " '" + written.name() + "'";
            problems.add(
                    written.place().location(),
                    written.place().explainUse(component, String.valueOf(unknown.getMessage()) + named(seam, written)));
            return Optional.empty();
        }
    }

    /** Where a number stands for a component: the names that could stand before it. */
    private String named(Class<?> seam, Written written) {
        if (!NUMBER.matcher(written.name()).matches()) {
            return "";
        }
        String forms = registry.offers(seam).stream()
                .filter(offer -> composer.shape(offer)
                        .flatMap(Shape::bare)
                        .filter(option ->
                                option.type() instanceof ValueType.Decimal || option.type() instanceof ValueType.Whole)
                        .isPresent())
                .map(offer -> "{ " + offer.name() + ": " + written.name() + " }")
                .collect(Collectors.joining(" or "));
        return forms.isEmpty() ? "" : " A number needs a name before it: " + forms + ".";
    }

    /** Returns why a node is no choice of a component. */
    private String misuse(Class<?> seam, String what, Node node) {
        String kind = Registry.seamName(seam);
        String form = what + " must be " + Phrases.withArticle(kind) + ", written 'name' or '{name: {options}}', but ";
        if (node.isNothing()) {
            return what + " has no value; it must be " + Phrases.withArticle(kind);
        }
        if (!(node instanceof Mapping mapping)) {
            return form + "was " + node.shown();
        }
        List<String> names = List.copyOf(mapping.entries().keySet());
        if (names.isEmpty()) {
            return form + "is empty";
        }
        String first = names.get(0);
        Entry behind = mapping.entries().get(first);
        boolean outdented = behind != null && behind.value().isNothing() && isOffered(seam, first);
        return form + "has " + Phrases.number(names.size()) + " names: " + String.join(", ", names) + "."
                + (outdented ? " Indent the options of '" + first + "' deeper than its name." : "");
    }

    private boolean isOffered(Class<?> seam, String name) {
        return registry.offers(seam).stream()
                .anyMatch(offer ->
                        offer.name().equals(name) || offer.qualifiedName().equals(name));
    }
}
