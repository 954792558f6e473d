package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.plugin.Registry;

/** Reads pipeline files into the records and components they describe. */
public final class ConfigReader {
    private final Registry registry;

    /**
     * @param registry knows every component that a file may choose
     */
    public ConfigReader(Registry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    /**
     * Reads a file.
     *
     * @param source the file
     * @param sets overrides, {@code path.to.key=value}, applied in order before anything is bound; a number in the path
     *     is the index of a list's entry, counted from 0, and the value is YAML
     * @param root the record that the file's top level binds to
     * @throws ConfigException with every problem of the file and the overrides
     */
    public <T extends Record> Resolved<T> read(Source source, List<String> sets, Class<T> root) {
        var problems = new Problems();
        Optional<Mapping> file = YamlReader.read(source, problems).flatMap(node -> topLevel(node, problems));
        List<Setting> settings =
                sets.stream().flatMap(set -> Setting.of(set, problems).stream()).toList();
        if (file.isEmpty()) {
            problems.throwIfAny();
        }
        Node tree = file.orElseThrow();
        for (Setting setting : settings) {
            tree = setting.apply(tree, problems);
        }
        var binder = new Binder(registry, problems);
        Place beginning = Place.written(new Location(source.name(), 1, 1));
        Optional<Bound> bound = binder.record(Shape.of(root), "the file", beginning, (Mapping) tree);
        problems.throwIfAny();
        Bound whole = bound.orElseThrow();
        return new Resolved<>(
                root.cast(whole.value()), YamlWriter.write(whole.resolved()), binder.parts(), binder.components());
    }

    private static Optional<Mapping> topLevel(Node node, Problems problems) {
        if (node instanceof Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.add(
                node.place(),
                node.isNothing()
                        ? "the file is empty"
                        : "the file must be a mapping of options, such as 'seed: 42', but is " + node.shown());
        return Optional.empty();
    }
}
