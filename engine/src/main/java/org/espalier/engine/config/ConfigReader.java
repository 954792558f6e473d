package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.espalier.engine.plugin.Registry;

/** Reads pipeline files into the records and components they describe. */
public final class ConfigReader {
    private final Registry registry;

    /**
     * @param registry knows every component; the types of its seams are what a file chooses components for
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
    @SuppressWarnings("DoNotCallSuggester") // until binding is here
    public <T extends Record> Resolved<T> read(Source source, List<String> sets, Class<T> root) {
        throw new UnsupportedOperationException(source.name() + sets + root.getName() + registry.seams());
    }
}
