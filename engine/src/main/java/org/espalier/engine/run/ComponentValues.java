package org.espalier.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Components as values: writes a record down as its class and what it holds, and makes an equal one again. Parameterizations
 * and penalties are kept so, since hooks make them as they go: a controller that steers a penalty's weight makes a new one
 * for each weight.
 */
final class ComponentValues {
    private static final Set<Class<?>> PLAIN =
            Set.of(String.class, Boolean.class, Integer.class, Long.class, Float.class, Double.class);
    private static final String TYPE = "type";
    private static final String VALUE = "value";

    private final Set<ClassLoader> loaders;

    /**
     * Makes a reader of values.
     *
     * @param loaders where classes are looked for beside the engine's own: those of the pipeline's components
     */
    ComponentValues(Set<ClassLoader> loaders) {
        this.loaders = Set.copyOf(loaders);
    }

    /**
     * Writes a value down: a record, or what records hold (numbers, texts, enums, lists, maps by text).
     *
     * @throws IllegalArgumentException when it is anything else; names its class
     */
    JsonNode write(Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = Archive.JSON.createArrayNode();
            list.forEach(element -> array.add(write(element)));
            return array;
        }
        ObjectNode node = Archive.JSON.createObjectNode();
        if (value instanceof Map<?, ?> map) {
            ObjectNode values = node.put(TYPE, Map.class.getName()).putObject(VALUE);
            map.forEach((key, element) -> values.set(String.valueOf(key), write(element)));
            return node;
        }
        node.put(TYPE, type(value).getName());
        if (value instanceof Record) {
            ObjectNode values = node.putObject(VALUE);
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                values.set(component.getName(), write(held(component, value)));
            }
            return node;
        }
        // texts of numbers read back to the same bits
        return node.put(VALUE, value instanceof Enum<?> constant ? constant.name() : value.toString());
    }

    private static Class<?> type(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass();
        }
        if (value instanceof Record || PLAIN.contains(value.getClass())) {
            return value.getClass();
        }
        throw new IllegalArgumentException(
                value.getClass().getName() + " is no record, so that it cannot be written into a checkpoint");
    }

    /** Makes the value again that was written down, as a {@code type}. */
    <T> T read(JsonNode node, Class<T> type) {
        return type.cast(read(node));
    }

    private Object read(JsonNode node) {
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(element -> list.add(read(element)));
            return list;
        }
        JsonNode value = node.required(VALUE);
        String type = node.required(TYPE).textValue();
        return switch (type) {
            case "java.util.Map" -> map(value);
            case "java.lang.String" -> value.textValue();
            case "java.lang.Boolean" -> Boolean.valueOf(value.textValue());
            case "java.lang.Integer" -> Integer.valueOf(value.textValue());
            case "java.lang.Long" -> Long.valueOf(value.textValue());
            case "java.lang.Float" -> Float.valueOf(value.textValue());
            case "java.lang.Double" -> Double.valueOf(value.textValue());
            default -> made(find(type), value);
        };
    }

    private Map<String, Object> map(JsonNode values) {
        var map = new LinkedHashMap<String, Object>();
        values.properties().forEach(entry -> map.put(entry.getKey(), read(entry.getValue())));
        return map;
    }

    private Object made(Class<?> type, JsonNode value) {
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(value.textValue())) {
                    return constant;
                }
            }
            throw new IllegalStateException(type.getName() + " has no constant " + value);
        }
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = read(value.required(components[i].getName()));
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName() + " again: " + e, e);
        }
    }

    private static Object held(RecordComponent component, Object owner) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + ": " + e, e);
        }
    }

    private Class<?> find(String name) {
        return Stream.concat(Stream.of(ComponentValues.class.getClassLoader()), loaders.stream())
                .flatMap(place -> find(name, place).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no plugin of this pipeline has a record " + name));
    }

    private static Optional<Class<?>> find(String name, ClassLoader place) {
        try {
            Class<?> found = Class.forName(name, true, place);
            return found.isRecord() || found.isEnum() ? Optional.of(found) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
