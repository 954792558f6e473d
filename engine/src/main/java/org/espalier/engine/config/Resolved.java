package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What a pipeline file describes, and where each part of it was written, so that later checks can speak of places.
 *
 * @param <T> the root record
 */
public final class Resolved<T> {
    /**
     * @param location where the component is written
     * @param name what it is called; empty for records that are no components
     */
    record Part(Location location, String name) {}

    private final T value;
    private final String yaml;
    private final IdentityHashMap<Object, Part> parts;
    private final List<Object> components;

    Resolved(T value, String yaml, IdentityHashMap<Object, Part> parts, List<Object> components) {
        this.value = requireNonNull(value, "value is null");
        this.yaml = requireNonNull(yaml, "yaml is null");
        this.parts = new IdentityHashMap<>(parts);
        this.components = Collections.unmodifiableList(new ArrayList<>(components));
    }

    /** Returns the root record. */
    public T value() {
        return value;
    }

    /**
     * Returns the file with presets expanded, overrides applied and every default filled in. Reading it again gives an
     * equal value and this text.
     */
    public String yaml() {
        return yaml;
    }

    /** Returns every component of the file once, an outer one before its inner ones, else in the order of the file. */
    public List<Object> components() {
        return components;
    }

    /**
     * Returns where this very component or record (not an equal one) was written; for one that came from a default or a
     * preset, the place of the component or preset that brought it.
     *
     * @throws IllegalArgumentException when it is not of this file
     */
    public Location location(Object component) {
        return part(component).location();
    }

    /**
     * Returns the name of this very component: bare where that is unique in the registry, else with its plugin's. A
     * component that a preset stands for goes by its own name.
     *
     * @throws IllegalArgumentException when it is not of this file, or is no component but only a record of one
     */
    public String name(Object component) {
        String name = part(component).name();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(component + " is no component");
        }
        return name;
    }

    private Part part(Object component) {
        Part part = parts.get(component);
        if (part == null) {
            throw new IllegalArgumentException(component + " is not of this file");
        }
        return part;
    }
}
