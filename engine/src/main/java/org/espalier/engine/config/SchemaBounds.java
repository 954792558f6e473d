package org.espalier.engine.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Draws single values and what is demanded of them. */
final class SchemaBounds {
    private SchemaBounds() {}

    /** Returns the schema of a number, a text, a truth value or a choice. */
    static ObjectNode scalar(ValueType type, Bounds bounds) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (type instanceof ValueType.Choice choice) {
            choice.names().forEach(schema.putArray("enum")::add);
            return schema;
        }
        if (type instanceof ValueType.Truth) {
            return schema.put("type", "boolean");
        }
        if (type instanceof ValueType.Whole whole) {
            schema.put("type", "integer");
            if (!whole.wide()) {
                schema.put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE);
            }
            interval(schema, bounds);
            return schema;
        }
        if (type instanceof ValueType.Decimal) {
            schema.put("type", "number");
            interval(schema, bounds);
            return infinite(schema, bounds);
        }
        // What looks like a number or a truth value is a text where a text is wanted.
        List.of("string", "number", "boolean").forEach(schema.putArray("type")::add);
        sizes(schema, bounds, "Length");
        if (bounds.notBlank()) {
            schema.put("pattern", "\\S");
        }
        return schema;
    }

    /** Adds {@code minItems} and the like. */
    static void sizes(ObjectNode schema, Bounds bounds, String what) {
        if (bounds.smallest() > 0) {
            schema.put("min" + what, bounds.smallest());
        }
        if (bounds.largest() < Integer.MAX_VALUE) {
            schema.put("max" + what, bounds.largest());
        }
    }

    /** JSON has no infinite numbers, but files have words for them. */
    private static ObjectNode infinite(ObjectNode finite, Bounds bounds) {
        if (!bounds.low().isEmpty() && !bounds.high().isEmpty()) {
            return finite;
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        ArrayNode forms = either.putArray("anyOf").add(finite);
        if (bounds.high().isEmpty()) {
            forms.addObject().put("const", "infinity");
        }
        if (bounds.low().isEmpty()) {
            forms.addObject().put("const", "-infinity");
        }
        return either;
    }

    private static void interval(ObjectNode schema, Bounds bounds) {
        // The same keyword cannot stand twice, so of several bounds the last is drawn; binding checks them all.
        bounds.low().forEach(end -> schema.put(end.open() ? "exclusiveMinimum" : "minimum", end.value()));
        bounds.high().forEach(end -> schema.put(end.open() ? "exclusiveMaximum" : "maximum", end.value()));
    }
}
