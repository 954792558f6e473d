package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows its place. Immutable, so that aliases share nodes and overrides copy paths only. */
sealed interface Node {
    /** Longer values are cut in messages. */
    int LONGEST_SHOWN = 60;

    Place place();

    /** Returns what this is, for a message: {@code 'abc'}, {@code 1.5}, {@code a list}. */
    String shown();

    /** What YAML makes of an unquoted scalar. */
    enum Kind {
        NOTHING,
        TRUTH,
        WHOLE,
        DECIMAL,
        TEXT
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     */
    record Scalar(Place place, Kind kind, String text) implements Node {
        public Scalar {
            requireNonNull(place, "place is null");
            requireNonNull(kind, "kind is null");
            requireNonNull(text, "text is null");
        }

        @Override
        public String shown() {
            String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
            return switch (kind) {
                case NOTHING -> "nothing";
                case TRUTH, WHOLE, DECIMAL -> cut;
                case TEXT -> "'" + cut.replace("\n", "\\n") + "'";
            };
        }
    }

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {
        public Sequence {
            requireNonNull(place, "place is null");
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return "a list";
        }
    }

    /** Values under names. */
    record Mapping(Place place, Map<String, Entry> entries) implements Node {
        public Mapping {
            requireNonNull(place, "place is null");
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** Returns a mapping of one entry, all at one place. */
        static Mapping of(Place place, String key, Node value) {
            return new Mapping(place, Map.of(key, new Entry(place, value)));
        }

        @Override
        public String shown() {
            return "a mapping";
        }

        /** Returns this with one entry added or replaced. */
        Mapping with(String key, Entry entry) {
            var next = new LinkedHashMap<>(entries);
            next.put(key, entry);
            return new Mapping(place, next);
        }
    }

    /**
     * A value in a mapping.
     *
     * @param place of its name
     */
    record Entry(Place place, Node value) {
        public Entry {
            requireNonNull(place, "place is null");
            requireNonNull(value, "value is null");
        }
    }

    /** Returns whether this is a scalar without a value. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.kind() == Kind.NOTHING;
    }
}
