package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.plugin.UnknownComponentException;
import org.espalier.engine.text.Suggestions;

/**
 * Lays options over options, as a user's over those of a preset: mapping by mapping. A component that both name keeps the
 * options that only the lower one gives; a component of another name replaces it.
 */
final class Composer {
    /** Presets that stand for presets may go in circles; whoever uses them is told so, not whoever compares them. */
    private static final int LONGEST_CHAIN = 20;

    private final Registry registry;

    Composer(Registry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    /**
     * Returns what stands behind a name as a mapping of options; a bare value becomes the option that it is short for.
     *
     * @return nothing when a bare value has no such option
     */
    Optional<Mapping> options(Shape shape, Node node) {
        if (node instanceof Mapping mapping && !isBare(shape, mapping)) {
            return Optional.of(mapping);
        }
        return shape.bare().map(option -> Mapping.of(node.place(), option.name(), node));
    }

    /**
     * Returns the component that options may be written for without naming it: where the only option of a component takes one
     * of the same name, as stage {@code prune} takes policy {@code prune}.
     */
    Optional<Offer> namesake(String name, Shape shape) {
        return shape.bare()
                .filter(only -> shape.options().size() == 1 && only.type() instanceof ValueType.Component)
                .flatMap(only -> find(((ValueType.Component) only.type()).seam(), name));
    }

    /** Returns options with the namesake's written where they belong, when some of them are its own. */
    Node spelledOut(String name, Shape shape, Node node) {
        if (!(node instanceof Mapping mapping) || isBare(shape, mapping)) {
            return node;
        }
        var keys = mapping.entries().keySet();
        return namesake(name, shape)
                .filter(inner ->
                        keys.stream().noneMatch(key -> shape.option(key).isPresent()))
                .filter(inner -> shape(inner)
                        .map(own ->
                                keys.stream().anyMatch(key -> own.option(key).isPresent()))
                        .orElse(false))
                .<Node>map(inner ->
                        Mapping.of(node.place(), shape.names().get(0), Mapping.of(node.place(), inner.name(), mapping)))
                .orElse(node);
    }

    /**
     * Returns what stands in a record's place as a mapping of options. Where the record is short for a component, a name
     * that is near no option is one of that component, known or not, so that a slip in it is called that.
     */
    Optional<Mapping> inlineOptions(Shape shape, Node node) {
        boolean component = shape.bare()
                .map(option -> option.type() instanceof ValueType.Component)
                .orElse(false);
        Optional<Written> written = component && node instanceof Mapping ? Written.of(node) : Optional.empty();
        boolean bare = written.map(Written::name)
                .filter(name -> shape.option(name).isEmpty())
                .filter(name -> Suggestions.nearest(name, shape.names()).isEmpty())
                .isPresent();
        return bare ? shape.bare().map(option -> Mapping.of(node.place(), option.name(), node)) : options(shape, node);
    }

    /** Returns the options of {@code over} laid over those of {@code base}. */
    Node merge(Shape shape, Node base, Node over) {
        Optional<Mapping> lower = options(shape, base);
        Optional<Mapping> upper = options(shape, over);
        if (lower.isEmpty() || upper.isEmpty()) {
            return over;
        }
        Mapping merged = new Mapping(over.place(), lower.get().entries());
        for (Map.Entry<String, Entry> entry : upper.get().entries().entrySet()) {
            String key = entry.getKey();
            Entry above = entry.getValue();
            Entry below = lower.get().entries().get(key);
            Optional<Option> option = shape.option(key);
            merged = merged.with(
                    key,
                    below == null || option.isEmpty()
                            ? above
                            : new Entry(above.place(), mergeValue(option.get().type(), below.value(), above.value())));
        }
        return merged;
    }

    private Node mergeValue(ValueType type, Node base, Node over) {
        if (type instanceof ValueType.Nested nested && !over.isNothing()) {
            return merge(Shape.of(nested.config()), base, over);
        }
        if (type instanceof ValueType.Component component) {
            return mergeComponent(component.seam(), base, over);
        }
        if (type instanceof ValueType.Named named && base instanceof Mapping lower && over instanceof Mapping upper) {
            Mapping merged = new Mapping(over.place(), lower.entries());
            for (Map.Entry<String, Entry> entry : upper.entries().entrySet()) {
                Entry above = entry.getValue();
                Entry below = lower.entries().get(entry.getKey());
                merged = merged.with(
                        entry.getKey(),
                        below == null
                                ? above
                                : new Entry(above.place(), mergeValue(named.each(), below.value(), above.value())));
            }
            return merged;
        }
        return over;
    }

    private Node mergeComponent(Class<?> seam, Node base, Node over) {
        Optional<Written> lower = Written.of(base);
        Optional<Written> upper = Written.of(over);
        if (lower.isEmpty() || upper.isEmpty() || lower.get().options().isEmpty()) {
            return over;
        }
        Optional<Offer> offer = find(seam, upper.get().name());
        boolean same = offer.isPresent()
                && find(seam, lower.get().name()).map(Offer::qualifiedName).equals(offer.map(Offer::qualifiedName));
        Optional<Shape> shape = same ? offer.flatMap(it -> shape(it, LONGEST_CHAIN)) : Optional.empty();
        if (shape.isEmpty()) {
            return over;
        }
        Node below = lower.get().options().get();
        Node merged = upper.get()
                .options()
                .map(above -> merge(shape.get(), below, above))
                .orElse(below);
        return Mapping.of(upper.get().place(), upper.get().name(), merged);
    }

    /** Returns the options of a component, or of the one that a preset stands for. */
    Optional<Shape> shape(Offer offer) {
        return shape(offer, LONGEST_CHAIN);
    }

    private Optional<Shape> shape(Offer offer, int chain) {
        if (offer instanceof Offer.Component component) {
            return Optional.of(Shape.of(component.provider().config()));
        }
        if (chain == 0) {
            return Optional.empty();
        }
        String composition = ((Offer.Composition) offer).preset().composition();
        return YamlReader.read(composition, Place.written(Location.of(offer.qualifiedName())), new Problems())
                .flatMap(Written::of)
                .flatMap(written -> find(offer.seam(), written.name()))
                .flatMap(next -> shape(next, chain - 1));
    }

    private Optional<Offer> find(Class<?> seam, String name) {
        try {
            return Optional.of(registry.find(seam, name));
        } catch (UnknownComponentException unknown) {
            return Optional.empty();
        }
    }

    /** Returns whether a mapping is the value of the option that may be written bare, not a mapping of options. */
    private boolean isBare(Shape shape, Mapping mapping) {
        var keys = mapping.entries().keySet();
        if (keys.isEmpty()
                || keys.stream()
                        .anyMatch(key ->
                                shape.option(key).or(() -> shape.formerly(key)).isPresent())) {
            return false;
        }
        return shape.bare().map(option -> takes(option.type(), mapping, shape)).orElse(false);
    }

    private boolean takes(ValueType type, Mapping mapping, Shape shape) {
        var keys = mapping.entries().keySet();
        if (type instanceof ValueType.Component component) {
            return Written.of(mapping)
                    .flatMap(written -> find(component.seam(), written.name()))
                    .isPresent();
        }
        if (type instanceof ValueType.Nested nested) {
            return Shape.of(nested.config()).names().containsAll(keys);
        }
        // A slip in an option's name is more likely than an entry of nearly that name.
        return type instanceof ValueType.Named
                && keys.stream()
                        .allMatch(key -> Suggestions.nearest(key, shape.names()).isEmpty());
    }
}
