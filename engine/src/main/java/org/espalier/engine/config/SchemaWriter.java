package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import org.espalier.engine.plugin.Registry;

/** Writes the JSON Schema of pipeline files, from which editors complete and check them. */
public final class SchemaWriter {
    private final Registry registry;

    public SchemaWriter(Registry registry) {
        this.registry = requireNonNull(registry, "registry is null");
    }

    /** Returns the schema (draft 2020-12) of files that bind to {@code root}, with all that is installed. */
    @SuppressWarnings("DoNotCallSuggester") // until binding is here
    public String write(Class<? extends Record> root) {
        throw new UnsupportedOperationException(root.getName() + registry.seams());
    }
}
