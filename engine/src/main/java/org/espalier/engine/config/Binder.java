package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Kind;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.config.Node.Sequence;
import org.espalier.engine.plugin.Faults;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Suggestions;

/**
 * Makes records and components of nodes. What cannot be made is left out after its problem was noted; nothing that
 * would hold it is made either, without a problem of its own.
 */
final class Binder {
    /** The plugin whose components go by their bare names: no other's can take them. */
    private static final String CORE = "core";

    private final Problems problems;
    private final Composer composer;
    private final Chooser chooser;
    private final ScalarBinder scalars;
    private final IdentityHashMap<Object, Resolved.Part> parts = new IdentityHashMap<>();
    /** By the order in which their names were met, an outer component's before those inside. */
    private final TreeMap<Integer, Object> components = new TreeMap<>();

    private int met;
    private int depth;

    Binder(Registry registry, Problems problems) {
        this.problems = requireNonNull(problems, "problems is null");
        this.composer = new Composer(registry);
        this.chooser = new Chooser(registry, composer, problems);
        this.scalars = new ScalarBinder(problems);
    }

    IdentityHashMap<Object, Resolved.Part> parts() {
        return parts;
    }

    List<Object> components() {
        return List.copyOf(components.values());
    }

    /**
     * Makes a record of its options.
     *
     * @param label what messages call the record
     * @param place where it is written
     * @param written its options as they stand in the file
     */
    Optional<Bound> record(Shape shape, String label, Place place, Mapping written) {
        return Expansion.of(shape, written, problems).flatMap(options -> expanded(shape, label, place, options));
    }

    private Optional<Bound> expanded(Shape shape, String label, Place place, Mapping options) {
        for (Map.Entry<String, Entry> entry : options.entries().entrySet()) {
            if (shape.option(entry.getKey()).isEmpty()) {
                problems.add(entry.getValue().place(), unknown(shape, label, entry.getKey()));
            }
        }
        List<Object> values = new ArrayList<>();
        Map<String, Entry> resolved = new LinkedHashMap<>();
        for (Option option : shape.options()) {
            Optional<Bound> bound = value(option, label, place, options);
            bound.ifPresent(it -> {
                values.add(it.value());
                resolved.put(option.name(), new Entry(place, it.resolved()));
            });
        }
        boolean whole = values.size() == shape.options().size();
        return whole ? make(shape, label, place, values, new Mapping(place, resolved)) : Optional.empty();
    }

    private Optional<Bound> value(Option option, String label, Place place, Mapping options) {
        Entry entry = options.entries().get(option.name());
        if (entry == null && option.required()) {
            if (options.entries().keySet().stream().anyMatch(option::wasCalled)) {
                return Optional.empty();
            }
            String help = option.help().isEmpty() ? "" : ": " + option.help();
            problems.add(place, label + " needs '" + option.name() + "'" + help);
            return Optional.empty();
        }
        Optional<Node> node = entry == null
                ? YamlReader.read(option.otherwise(), place.defaultOf(label), problems)
                : Optional.of(entry.value());
        return node.flatMap(it -> bind(option.type(), option.name(), it)
                .filter(bound -> FiniteOptions.hold(option, bound.value(), it, problems))
                .filter(bound -> Constraints.hold(option, bound.value(), it, problems)));
    }

    private Optional<Bound> make(Shape shape, String label, Place place, List<Object> values, Mapping resolved) {
        try {
            Record made = shape.make(values);
            parts.putIfAbsent(made, new Resolved.Part(place.location(), ""));
            return Optional.of(new Bound(made, resolved));
        } catch (IllegalArgumentException refused) {
            problems.add(place, label + ": " + reason(refused));
        } catch (RuntimeException | Error broken) {
            if (!shape.foreign() && !(broken instanceof LinkageError)) {
                throw broken;
            }
            problems.add(
                    place,
                    label + " cannot be made: " + Faults.describe(broken)
                            + ". This is a mistake in the plugin; tell its author.");
        }
        return Optional.empty();
    }

    private static String reason(IllegalArgumentException refused) {
        String message = Faults.message(refused);
        return message.isEmpty() ? Faults.describe(refused) : message;
    }

    private static String unknown(Shape shape, String label, String asked) {
        Optional<Option> renamed = shape.formerly(asked);
        if (renamed.isPresent()) {
            return label + ": '" + asked + "' is now '" + renamed.get().name() + "'";
        }
        String problem = label + " has no option '" + asked + "'";
        if (shape.options().isEmpty()) {
            return problem + "; it takes none";
        }
        String question = Suggestions.didYouMean(Suggestions.nearest(asked, shape.names()));
        return problem + ". " + (question.isEmpty() ? "" : question + " ") + "Options: "
                + String.join(", ", shape.names()) + ".";
    }

    private Optional<Bound> bind(ValueType type, String what, Node node) {
        if (type instanceof ValueType.Component component) {
            return chooser.choose(component.seam(), what, node).flatMap(this::component);
        }
        if (type instanceof ValueType.Nested nested) {
            return nested(nested, what, node);
        }
        if (type instanceof ValueType.Many many) {
            return node instanceof Sequence sequence ? list(many, what, sequence) : noList(many, what, node);
        }
        if (type instanceof ValueType.Named named) {
            return node instanceof Mapping mapping ? named(named, what, mapping) : scalars.mismatch(type, what, node);
        }
        return scalars.bind(type, what, node);
    }

    private Optional<Bound> nested(ValueType.Nested type, String what, Node node) {
        Shape shape = Shape.of(type.config());
        Optional<Mapping> options = node.isNothing() ? Optional.empty() : composer.inlineOptions(shape, node);
        return options.isEmpty()
                ? scalars.mismatch(type, what, node)
                : record(shape, what, node.place(), options.get());
    }

    private Optional<Bound> noList(ValueType.Many type, String what, Node node) {
        if (node instanceof Scalar && !node.isNothing()) {
            String shown = node.shown();
            problems.add(node.place(), what + " must be a list but was " + shown + ". Write [" + shown + "].");
            return Optional.empty();
        }
        return scalars.mismatch(type, what, node);
    }

    private Optional<Bound> list(ValueType.Many type, String what, Sequence sequence) {
        List<Object> values = new ArrayList<>();
        List<Node> resolved = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            bind(type.each(), what + "[" + i + "]", sequence.items().get(i)).ifPresent(bound -> {
                values.add(bound.value());
                resolved.add(bound.resolved());
            });
        }
        return values.size() == sequence.items().size()
                ? Optional.of(new Bound(List.copyOf(values), new Sequence(sequence.place(), resolved)))
                : Optional.empty();
    }

    private Optional<Bound> named(ValueType.Named type, String what, Mapping mapping) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Entry> resolved = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> bind(type.each(), what + "." + name, entry.value())
                .ifPresent(bound -> {
                    values.put(name, bound.value());
                    resolved.put(name, new Entry(entry.place(), bound.resolved()));
                }));
        return values.size() == mapping.entries().size()
                ? Optional.of(new Bound(Collections.unmodifiableMap(values), new Mapping(mapping.place(), resolved)))
                : Optional.empty();
    }

    private Optional<Bound> component(Chooser.Choice choice) {
        if (++depth > YamlReader.DEEPEST) {
            problems.add(choice.place(), choice.label() + " uses itself by default, without end");
            return Optional.empty();
        }
        try {
            return component(choice, met++);
        } finally {
            depth--;
        }
    }

    private Optional<Bound> component(Chooser.Choice choice, int order) {
        Node written = choice.options().orElseGet(() -> new Mapping(choice.place(), Map.of()));
        Optional<Mapping> options = composer.options(choice.shape(), written);
        if (options.isEmpty()) {
            problems.add(
                    written.place(),
                    choice.label() + " takes a mapping of options but was given " + written.shown() + ". Options: "
                            + String.join(", ", choice.shape().names()) + ".");
            return Optional.empty();
        }
        return record(choice.shape(), choice.label(), choice.place(), options.get())
                .flatMap(bound -> component(choice, (Record) bound.value(), (Mapping) bound.resolved(), order));
    }

    private Optional<Bound> component(Chooser.Choice choice, Record config, Mapping resolved, int order) {
        Offer.Component offer = choice.offer();
        Object made;
        try {
            made = offer.provider().factory().apply(config);
        } catch (IllegalArgumentException refused) {
            problems.add(choice.place(), choice.label() + ": " + refused.getMessage());
            return Optional.empty();
        }
        String name = offer.plugin().descriptor().name().equals(CORE) ? offer.name() : offer.qualifiedName();
        Resolved.Part part = new Resolved.Part(choice.place().location(), name);
        // The configuration itself was noted without a name when it was made; where it is the component it has one.
        if (made == config || !parts.containsKey(made)) {
            parts.put(made, part);
        }
        components.put(order, made);
        Node node = resolved.entries().isEmpty()
                ? new Scalar(choice.place(), Kind.TEXT, name)
                : Mapping.of(choice.place(), name, resolved);
        return Optional.of(new Bound(made, node));
    }
}
