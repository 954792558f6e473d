package org.espalier.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the options of a configuration record. */
public final class Knobs {
    /** How deep options within options are described: a record that holds itself would go on for ever. */
    public static final int DEEPEST = 4;

    private Knobs() {}

    /**
     * Returns the options, in the record's order.
     *
     * @throws IllegalArgumentException when an option has a type that a pipeline file cannot express
     */
    public static List<KnobInfo> of(Class<? extends Record> config) {
        return Shape.of(config).options().stream().map(Knobs::info).toList();
    }

    /** Returns the records whose options an option holds, by the option's name; in a list or mapping, each entry does. */
    public static Map<String, Class<? extends Record>> nested(Class<? extends Record> config) {
        var nested = new LinkedHashMap<String, Class<? extends Record>>();
        for (Option option : Shape.of(config).options()) {
            ValueType type = option.type();
            while (type instanceof ValueType.Many || type instanceof ValueType.Named) {
                type = type instanceof ValueType.Many many ? many.each() : ((ValueType.Named) type).each();
            }
            if (type instanceof ValueType.Nested held) {
                nested.put(option.name(), held.config());
            }
        }
        return nested;
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
