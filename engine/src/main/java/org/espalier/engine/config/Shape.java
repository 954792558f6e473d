package org.espalier.engine.config;

import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a configuration record, and how to make one. */
final class Shape {
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type.asSubclass(Record.class));
        }
    };

    private final Map<String, Option> options = new LinkedHashMap<>();
    private final Constructor<? extends Record> constructor;

    private Shape(Class<? extends Record> config) {
        RecordComponent[] components = config.getRecordComponents();
        for (RecordComponent component : components) {
            Option option = Option.of(config, component);
            options.put(option.name(), option);
        }
        try {
            constructor = config.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Returns a record's options.
     *
     * @throws IllegalArgumentException when one has a type that files cannot express, or the class cannot be read
     */
    static Shape of(Class<? extends Record> config) {
        try {
            return SHAPES.get(config);
        } catch (IllegalArgumentException inexpressible) {
            throw inexpressible;
        } catch (RuntimeException | LinkageError | AnnotationFormatError damaged) {
            throw new IllegalArgumentException(damaged.toString(), damaged);
        }
    }

    /** Returns the options, in the record's order. */
    List<Option> options() {
        return List.copyOf(options.values());
    }

    List<String> names() {
        return List.copyOf(options.keySet());
    }

    Optional<Option> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** Returns the option that had a name before. */
    Optional<Option> formerly(String name) {
        return options.values().stream()
                .filter(option -> option.wasCalled(name))
                .findFirst();
    }

    /** Returns the option whose value may be written in place of all options: the one required, or the only one. */
    Optional<Option> bare() {
        List<Option> required =
                options.values().stream().filter(Option::required).toList();
        if (required.size() == 1) {
            return Optional.of(required.get(0));
        }
        return options.size() == 1 ? options.values().stream().findFirst() : Optional.empty();
    }

    /** Returns whether the record is a plugin's. */
    boolean foreign() {
        return constructor.getDeclaringClass().getClassLoader() != Shape.class.getClassLoader();
    }

    /**
     * Makes the record.
     *
     * @param values one for each option, in their order
     * @throws IllegalArgumentException when the record refuses the values
     */
    Record make(List<Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            if (refused.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
