package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.espalier.api.plugin.Knob;
import org.jspecify.annotations.Nullable;

/**
 * One option of a configuration record.
 *
 * @param name as written in a file
 * @param field the record's field
 * @param help what it means
 * @param otherwise its default as written in a file; empty when it is required
 * @param formerly the name that it had before; empty when it had none
 * @param bounds what must hold for its value
 * @param eachBounds what must hold for each entry of a list or mapping
 */
record Option(
        String name,
        Field field,
        ValueType type,
        String help,
        String otherwise,
        String formerly,
        Bounds bounds,
        Bounds eachBounds) {
    Option {
        requireNonNull(name, "name is null");
    }

    static Option of(Class<? extends Record> config, RecordComponent component) {
        String name = name(component.getName());
        try {
            // Constraints annotate fields, not record components.
            Field field = config.getDeclaredField(component.getName());
            @Nullable Knob knob = component.getAnnotation(Knob.class);
            return new Option(
                    name,
                    field,
                    ValueType.of(component.getGenericType()),
                    knob == null ? "" : knob.value(),
                    knob == null ? "" : knob.otherwise(),
                    knob == null ? "" : knob.formerly(),
                    Bounds.of(field),
                    eachBounds(field));
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IllegalArgumentException inexpressible) {
            throw new IllegalArgumentException("option '" + name + "': " + inexpressible.getMessage(), inexpressible);
        }
    }

    /**
     * Returns a record component's name as written in a file: kebab case; an underscore at the end, which keeps clear of
     * Java's keywords, is dropped.
     */
    static String name(String javaName) {
        return javaName.replaceAll("_$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    /** Returns whether this is the name that the option had before. */
    boolean wasCalled(String name) {
        return !formerly.isEmpty() && formerly.equals(name);
    }

    boolean required() {
        return otherwise.isEmpty();
    }

    private static Bounds eachBounds(Field field) {
        if (field.getAnnotatedType() instanceof AnnotatedParameterizedType generic) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            AnnotatedElement last = arguments[arguments.length - 1];
            return Bounds.of(last);
        }
        return Bounds.NONE;
    }
}
