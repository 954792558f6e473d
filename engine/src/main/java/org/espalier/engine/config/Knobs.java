package org.espalier.engine.config;

import java.util.List;

/** Reads the options of a configuration record. */
public final class Knobs {
    private Knobs() {}

    /**
     * Returns the options, in the record's order.
     *
     * @throws IllegalArgumentException when an option has a type that a pipeline file cannot express
     */
    @SuppressWarnings("DoNotCallSuggester") // until binding is here
    public static List<KnobInfo> of(Class<? extends Record> config) {
        throw new UnsupportedOperationException(config.getName());
    }
}
