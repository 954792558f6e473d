package org.espalier.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodType;
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

    /**
     * Makes the value again that was written down, as a {@code type}. Nothing is made, and no class initialised, that is none.
     *
     * @throws IllegalArgumentException when it is no such value; says what it is
     */
    <T> T read(JsonNode node, Class<T> type) {
        return type.cast(value(node, type));
    }

    private Object value(JsonNode node, Class<?> wanted) {
        Object value = node.isArray() ? list(node) : typed(node, wanted);
        if (!wanted.isInstance(value)) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getName() + " stands where a " + wanted.getName() + " has to be");
        }
        return value;
    }

    private List<Object> list(JsonNode values) {
        var list = new ArrayList<Object>();
        values.forEach(element -> list.add(value(element, Object.class)));
        return list;
    }

    private Object typed(JsonNode node, Class<?> wanted) {
        JsonNode value = node.required(VALUE);
        String type = node.required(TYPE).asText();
        String text = value.asText();
        return switch (type) {
            case "java.util.Map" -> map(value);
            case "java.lang.String" -> text;
            case "java.lang.Boolean" -> Boolean.valueOf(text);
            case "java.lang.Integer" -> Integer.valueOf(text);
            case "java.lang.Long" -> Long.valueOf(text);
            case "java.lang.Float" -> Float.valueOf(text);
            case "java.lang.Double" -> Double.valueOf(text);
            default -> made(find(type, wanted), value);
        };
    }

    private Map<String, Object> map(JsonNode values) {
        var map = new LinkedHashMap<String, Object>();
        values.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue(), Object.class)));
        return map;
    }

    private Object made(Class<?> type, JsonNode value) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value.textValue()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type.getName() + " has no constant " + value));
        }
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(
                    value.required(components[i].getName()),
                    MethodType.methodType(types[i]).wrap().returnType());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make a " + type.getName() + " again: " + e, e);
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

    private Class<?> find(String name, Class<?> wanted) {
        return Stream.concat(Stream.of(ComponentValues.class.getClassLoader()), loaders.stream())
                .flatMap(place -> find(name, place).stream())
                .filter(wanted::isAssignableFrom)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no plugin of this pipeline has a record " + name + " that is a " + wanted.getName()));
    }

    private static Optional<Class<?>> find(String name, ClassLoader place) {
        try {
            Class<?> found = Class.forName(name, false, place);
            return found.isRecord() || found.isEnum() ? Optional.of(found) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
