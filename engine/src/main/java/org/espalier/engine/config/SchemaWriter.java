package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.Registry;
import org.espalier.engine.plugin.UnknownComponentException;

/**
 * Writes the JSON Schema of pipeline files, from which editors complete and check them.
 *
 * <p>The schema is drawn from the same options as binding is: a component is its name, or a mapping from its name to its
 * options. Under a preset nothing is required, since whatever the user leaves out the preset gives. Where {@link Expands}
 * writes entries out, {@code $name} may stand for a single value.
 */
public final class SchemaWriter {
    private final Registry registry;
    private final Composer composer;

    public SchemaWriter(Registry registry) {
        this.registry = requireNonNull(registry, "registry is null");
        this.composer = new Composer(registry);
    }

    /** Returns the schema (draft 2020-12) of files that bind to {@code root}, with all that is installed. */
    public String write(Class<? extends Record> root) {
        ObjectNode schema = object();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Espalier pipeline file");
        ObjectNode definitions = object();
        new Drawing(definitions).options(schema, Shape.of(root), SchemaVariant.WHOLE);
        schema.set("$defs", definitions);
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** One schema being drawn. */
    private final class Drawing {
        private final ObjectNode definitions;

        Drawing(ObjectNode definitions) {
            this.definitions = definitions;
        }

        /** Draws a mapping of options into {@code schema}. */
        void options(ObjectNode schema, Shape shape, SchemaVariant variant) {
            schema.put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            for (Option option : shape.options()) {
                ObjectNode property =
                        value(option.type(), option.bounds(), option.eachBounds(), variant.of(shape, option));
                if (!option.help().isEmpty()) {
                    property.put("description", option.help());
                }
                SchemaDefaults.of(option).ifPresent(otherwise -> property.set("default", otherwise));
                properties.set(option.name(), property);
            }
            List<String> required = shape.options().stream()
                    .filter(option -> option.required() && !variant.partial())
                    .map(Option::name)
                    .toList();
            if (!required.isEmpty()) {
                required.forEach(schema.putArray("required")::add);
            }
            schema.put("additionalProperties", false);
        }

        private ObjectNode value(ValueType type, Bounds bounds, Bounds each, SchemaVariant variant) {
            if (type instanceof ValueType.Component component) {
                return reference(seam(component.seam(), variant));
            }
            if (type instanceof ValueType.Nested nested) {
                return reference(record(nested.config(), variant));
            }
            ObjectNode schema = object();
            if (type instanceof ValueType.Many many) {
                schema.put("type", "array");
                schema.set("items", value(many.each(), each, Bounds.NONE, variant));
                SchemaBounds.sizes(schema, bounds, "Items");
                return schema;
            }
            if (type instanceof ValueType.Named named) {
                schema.put("type", "object");
                schema.set("additionalProperties", value(named.each(), each, Bounds.NONE, variant));
                SchemaBounds.sizes(schema, bounds, "Properties");
                return schema;
            }
            return variant.single(SchemaBounds.scalar(type, bounds));
        }

        private ObjectNode reference(String definition) {
            return object().put("$ref", "#/$defs/" + definition);
        }

        /** Draws all components of a seam, and returns the name of the definition. */
        private String seam(Class<?> seam, SchemaVariant variant) {
            String name = Registry.seamName(seam).replace(' ', '-') + variant.suffix();
            if (definitions.has(name)) {
                return name;
            }
            ArrayNode forms = definitions.putObject(name).putArray("oneOf");
            ObjectNode withOptions = object().put("type", "object");
            withOptions.put("minProperties", 1).put("maxProperties", 1);
            ObjectNode properties = withOptions.putObject("properties");
            withOptions.put("additionalProperties", false);
            for (Offer offer : registry.offers(seam)) {
                Optional<Shape> shape = shape(offer);
                if (shape.isEmpty()) {
                    continue;
                }
                SchemaVariant within = variant.within(offer instanceof Offer.Composition);
                String options = offer(offer, shape.get(), within);
                for (String form : names(offer)) {
                    if (within.partial() || shape.get().options().stream().noneMatch(Option::required)) {
                        forms.addObject().put("const", form).put("description", offer.summary());
                    }
                    properties.set(form, reference(options).put("description", offer.summary()));
                }
            }
            forms.add(withOptions);
            if (variant.mentions()) {
                forms.add(SchemaVariant.mention());
            }
            return name;
        }

        private String offer(Offer offer, Shape shape, SchemaVariant variant) {
            String name = Registry.seamName(offer.seam()).replace(' ', '-') + "."
                    + offer.qualifiedName().replace('/', '.') + variant.suffix();
            boolean drawn = definitions.has(name);
            forms(
                    name,
                    shape,
                    variant,
                    variant.partial() || shape.options().stream().noneMatch(Option::required));
            if (!drawn && offer instanceof Offer.Component) {
                composer.namesake(offer.name(), shape)
                        .ifPresent(inner -> shape(inner).ifPresent(own -> definitions
                                .withObject("/" + name)
                                .withArray("anyOf")
                                .add(reference(offer(inner, own, variant)))));
            }
            return name;
        }

        private String record(Class<? extends Record> config, SchemaVariant variant) {
            String name = config.getName().replace('$', '.') + variant.suffix();
            return forms(name, Shape.of(config), variant, false);
        }

        /** Draws options as a mapping, as the bare value of one of them where that is allowed, or as nothing. */
        private String forms(String name, Shape shape, SchemaVariant variant, boolean optional) {
            if (definitions.has(name)) {
                return name;
            }
            ArrayNode forms = definitions.putObject(name).putArray("anyOf");
            options(forms.addObject(), shape, variant);
            shape.bare()
                    .ifPresent(
                            option -> forms.add(value(option.type(), option.bounds(), option.eachBounds(), variant)));
            if (optional) {
                forms.addObject().put("type", "null");
            }
            return name;
        }

        private Optional<Shape> shape(Offer offer) {
            try {
                return composer.shape(offer);
            } catch (IllegalArgumentException broken) {
                // Whoever chooses it in a file is told why it cannot be; completion need not offer it.
                return Optional.empty();
            }
        }

        private List<String> names(Offer offer) {
            List<String> names = new ArrayList<>();
            try {
                if (registry.find(offer.seam(), offer.name()).qualifiedName().equals(offer.qualifiedName())) {
                    names.add(offer.name());
                }
            } catch (UnknownComponentException ambiguous) {
                // The bare name means several components, so it means none.
            }
            names.add(offer.qualifiedName());
            return names;
        }
    }
}
