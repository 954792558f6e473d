package org.espalier.engine.config;

import java.util.List;
import java.util.stream.Stream;

/** Reads the options of a configuration record. */
public final class Knobs {
    private Knobs() {}

    /**
     * Returns the options, in the record's order.
     *
     * @throws IllegalArgumentException when an option has a type that a pipeline file cannot express
     */
    public static List<KnobInfo> of(Class<? extends Record> config) {
        return Shape.of(config).options().stream().map(Knobs::info).toList();
    }

    static KnobInfo info(Option option) {
        String each = option.eachBounds().words();
        String bounds = String.join(
                "; ",
                Stream.of(option.bounds().words(), each.isEmpty() ? "" : "each " + each)
                        .filter(words -> !words.isEmpty())
                        .toList());
        return new KnobInfo(
                option.name(),
                option.help(),
                option.otherwise(),
                option.required(),
                option.type().words(),
                bounds);
    }
}
