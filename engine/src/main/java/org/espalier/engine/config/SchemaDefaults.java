package org.espalier.engine.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.espalier.engine.config.Node.Mapping;
import org.espalier.engine.config.Node.Scalar;
import org.espalier.engine.config.Node.Sequence;

/** Draws the defaults of options. */
final class SchemaDefaults {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaDefaults() {}

    /** Returns an option's default; nothing when it has none. */
    static Optional<JsonNode> of(Option option) {
        if (option.required()) {
            return Optional.empty();
        }
        Place place = Place.written(Location.of(option.name()));
        return YamlReader.read(option.otherwise(), place, new Problems()).map(SchemaDefaults::json);
    }

    private static JsonNode json(Node node) {
        if (node instanceof Sequence sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        if (node instanceof Mapping mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.entries().forEach((name, entry) -> object.set(name, json(entry.value())));
            return object;
        }
        return scalar((Scalar) node);
    }

    private static JsonNode scalar(Scalar scalar) {
        return switch (scalar.kind()) {
            case NOTHING -> JSON.nullNode();
            case TRUTH -> JSON.booleanNode(Boolean.parseBoolean(scalar.text()));
            case WHOLE, DECIMAL -> number(scalar.text());
            case TEXT -> JSON.textNode(scalar.text());
        };
    }

    private static JsonNode number(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException notDecimal) {
            // Infinity, which JSON has no number for, and the like.
            return JSON.textNode(text.endsWith(".inf") ? text.replace(".inf", "infinity") : text);
        }
    }
}
