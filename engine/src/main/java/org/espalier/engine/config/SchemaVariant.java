package org.espalier.engine.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where in a file a definition is for.
 *
 * @param partial under a preset, where nothing is required; such definitions end in {@code .partial}
 * @param mentions where {@link Expands} writes entries out and {@code $name} may be any single value; such definitions end
 *     in {@code .setting}
 */
record SchemaVariant(boolean partial, boolean mentions) {
    static final SchemaVariant WHOLE = new SchemaVariant(false, false);

    /** Returns the variant for the options of a preset, or of a component, within this one. */
    SchemaVariant within(boolean preset) {
        return new SchemaVariant(partial || preset, mentions);
    }

    /** Returns the variant for the value of an option within this one. */
    SchemaVariant of(Shape shape, Option option) {
        boolean expanded = shape.options().stream()
                .map(other -> other.field().getAnnotation(Expands.class))
                .anyMatch(expands -> expands != null && expands.value().equals(option.name()));
        return new SchemaVariant(partial, mentions || expanded);
    }

    String suffix() {
        return (partial ? ".partial" : "") + (mentions ? ".setting" : "");
    }

    /** Returns the schema of a single value: what it was, or a mention where there may be one. */
    ObjectNode single(ObjectNode schema) {
        if (!mentions) {
            return schema;
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        either.putArray("anyOf").add(schema).add(mention());
        return either;
    }

    /** Returns the schema of a mention. */
    static ObjectNode mention() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("pattern", "^" + Expansion.MENTION + "$");
    }
}
