package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.engine.config.Node.Entry;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.config.Node.Sequence;

/**
 * One value that the command line puts in place of the file's, {@code path.to.key=value}.
 *
 * @param path names of mappings and indices of lists, from the file's top level
 * @param value what is put there
 * @param place of the override as a whole
 */
record Setting(List<String> path, Node value, Place place) {
    Setting {
        path = List.copyOf(path);
        requireNonNull(value, "value is null");
        requireNonNull(place, "place is null");
    }

    /** Reads an override; nothing when it is none, and why is among the problems then. */
    static Optional<Setting> of(String text, Problems problems) {
        Place place = Place.written(Location.of("--set " + text));
        int equals = text.indexOf('=');
        List<String> path =
                equals < 0 ? List.of() : List.of(text.substring(0, equals).split("\\.", -1));
        if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
            problems.add(place, "write --set path.to.key=value, such as --set pipeline.0.train.epochs=3");
            return Optional.empty();
        }
        return YamlReader.read(text.substring(equals + 1), place, problems)
                .map(value -> new Setting(path, value, place));
    }

    /** Returns {@code root} with the value in its place; unchanged when there is no such place, which is a problem. */
    Node apply(Node root, Problems problems) {
        return apply(root, 0, problems).orElse(root);
    }

    private Optional<Node> apply(Node node, int depth, Problems problems) {
        if (depth == path.size()) {
            return Optional.of(value);
        }
        String step = path.get(depth);
        if (node instanceof Sequence list) {
            return inList(list, step, depth, problems);
        }
        Optional<Mapping> mapping = asMapping(node, step);
        if (mapping.isEmpty()) {
            problems.add(place, at(depth) + " is " + node.shown() + ", which has no '" + step + "'");
            return Optional.empty();
        }
        Entry old = mapping.get().entries().get(step);
        Node inside = old == null ? new Mapping(place, Map.of()) : old.value();
        Place name = old == null ? place : old.place();
        return apply(inside, depth + 1, problems).map(changed -> mapping.get().with(step, new Entry(name, changed)));
    }

    /** A component written as its bare name may get options, and where nothing is written anything may. */
    private Optional<Mapping> asMapping(Node node, String step) {
        if (node instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        Mapping empty = new Mapping(node.place(), Map.of());
        if (node.isNothing()) {
            return Optional.of(empty);
        }
        boolean named = node instanceof Scalar scalar && scalar.text().equals(step);
        return named ? Optional.of(empty.with(step, new Entry(node.place(), empty))) : Optional.empty();
    }

    private Optional<Node> inList(Sequence list, String step, int depth, Problems problems) {
        int size = list.items().size();
        if (!step.matches("\\d{1,9}") || Integer.parseInt(step) >= size) {
            String entries = size == 0 ? "is an empty list" : "is a list with the entries 0 to " + (size - 1);
            problems.add(place, at(depth) + " " + entries + ", so there is no '" + step + "'");
            return Optional.empty();
        }
        int index = Integer.parseInt(step);
        return apply(list.items().get(index), depth + 1, problems).map(changed -> {
            List<Node> items = new ArrayList<>(list.items());
            items.set(index, changed);
            return new Sequence(list.place(), items);
        });
    }

    private String at(int depth) {
        return depth == 0 ? "the file" : String.join(".", path.subList(0, depth));
    }
}
