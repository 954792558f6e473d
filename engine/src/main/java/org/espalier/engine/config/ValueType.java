package org.espalier.engine.config;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.text.Phrases;

/** What an option's value may be. */
sealed interface ValueType {
    /** Returns what may be written, with its article: {@code a whole number}. */
    String words();

    /** A whole number. */
    record Whole(boolean wide) implements ValueType {
        @Override
        public String words() {
            return "a whole number";
        }
    }

    /** A number. */
    record Decimal(boolean wide) implements ValueType {
        @Override
        public String words() {
            return "a number";
        }
    }

    /** True or false. */
    record Truth() implements ValueType {
        @Override
        public String words() {
            return "true or false";
        }
    }

    /** Any text. */
    record Text() implements ValueType {
        @Override
        public String words() {
            return "a text";
        }
    }

    /** One of an enum's constants. */
    record Choice(List<Enum<?>> constants) implements ValueType {
        @Override
        public String words() {
            return "one of " + String.join(", ", names());
        }

        /** Returns the constants as they are written in a file. */
        List<String> names() {
            return constants.stream().map(Choice::name).toList();
        }

        static String name(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A list. */
    record Many(ValueType each) implements ValueType {
        @Override
        public String words() {
            return "a list, each " + each.words();
        }
    }

    /** Values under names of the user's choice. */
    record Named(ValueType each) implements ValueType {
        @Override
        public String words() {
            return "a mapping, each value " + each.words();
        }
    }

    /** Several options as one. */
    record Nested(Class<? extends Record> config) implements ValueType {
        @Override
        public String words() {
            return "a mapping with "
                    + Shape.of(config).options().stream().map(Option::name).collect(joining(", "));
        }
    }

    /** A component. */
    record Component(Class<?> seam) implements ValueType {
        @Override
        public String words() {
            return Phrases.withArticle(Registry.seamName(seam));
        }
    }

    /**
     * Returns what a record component of this type may be given in a file.
     *
     * @throws IllegalArgumentException when files cannot express it
     */
    static ValueType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new Many(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new Named(of(arguments[1]));
            }
            return of(generic.getRawType());
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw inexpressible(type);
    }

    private static ValueType ofClass(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return new Whole(type == long.class || type == Long.class);
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return new Decimal(type == double.class || type == Double.class);
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Truth();
        }
        if (type == String.class) {
            return new Text();
        }
        if (type.isEnum()) {
            return new Choice(Arrays.stream(type.getEnumConstants())
                    .<Enum<?>>map(constant -> (Enum<?>) constant)
                    .toList());
        }
        if (type.isRecord()) {
            return new Nested(type.asSubclass(Record.class));
        }
        boolean library = type.getName().startsWith("java.");
        if (!library && (type.isInterface() || Modifier.isAbstract(type.getModifiers())) && !type.isArray()) {
            return new Component(type);
        }
        throw inexpressible(type);
    }

    private static IllegalArgumentException inexpressible(Type type) {
        return new IllegalArgumentException("a pipeline file cannot express values of the type " + type.getTypeName());
    }
}
