package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Provider;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema accepts what binding accepts, and refuses what binding refuses for the form it has. */
final class SchemaWriterTest {
    private static final List<String> GOOD = List.of(
            "{ model: lenet-5, pipeline: [ evaluate ] }",
            "{ seed: 7, model: core/lenet-5, pipeline: [ { evaluate: }, { evaluate: {} }, { evaluate: test } ] }",
            "{ model: { mlp: { layers: [784, 10], dropout: 0.5 } }, pipeline: [ { train: 3 } ] }",
            "{ model: { mlp: [784, 10] }, pipeline: [ { train: { epochs: 1, clip: infinity, fresh: true } } ] }",
            "{ model: { lenet-5: }, pipeline: [ { train: { epochs: 1, optimizer: { adam: 5.0e-4 } } } ] }",
            "{ model: lenet-5, pipeline: [ { snapshot: rewind }, { snapshot: 3 }, { snapshot: { name: x } } ] }",
            "{ model: lenet-5, pipeline: [ { repeat: { times: 2, do: [ { repeat: { times: 1, do: [ evaluate ] } } ] } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: random } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { policy: { prune: { criterion: random, target: 0.1 } } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: { magnitude: 2 }, target: { keep: 1 } } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: random, distribution: { per-layer: { fc1: 0.1 } } } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { rigl: { keep: 0.1, start: kept-as-is } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: two-of-four } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { magnitude/two-of-four: } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { two-of-four: { distribution: { n-of-m: { keep: 1 } } } } } ] }");

    private static final List<String> BAD = List.of(
            "{}",
            "[]",
            "{ model: lenet-5 }",
            "{ model: lenet-5, pipeline: [] }",
            "{ model: lenet, pipeline: [ evaluate ] }",
            "{ model: mlp, pipeline: [ evaluate ] }",
            "{ model: { mlp: }, pipeline: [ evaluate ] }",
            "{ model: { mlp: {} }, pipeline: [ evaluate ] }",
            "{ model: { mlp: [784] }, pipeline: [ evaluate ] }",
            "{ model: { mlp: [784, 0] }, pipeline: [ evaluate ] }",
            "{ model: { mlp: [784, ten] }, pipeline: [ evaluate ] }",
            "{ model: { mlp: { layers: [784, 10], dropout: 1 } }, pipeline: [ evaluate ] }",
            "{ model: { mlp: { layers: [784, 10], drop: 0 } }, pipeline: [ evaluate ] }",
            "{ model: lenet-5, sed: 1, pipeline: [ evaluate ] }",
            "{ model: lenet-5, seed: one, pipeline: [ evaluate ] }",
            "{ model: lenet-5, pipeline: evaluate }",
            "{ model: lenet-5, pipeline: [ train ] }",
            "{ model: lenet-5, pipeline: [ { train: { epochs: -1 } } ] }",
            "{ model: lenet-5, pipeline: [ { train: { epochs: 1, fresh: 'yes' } } ] }",
            "{ model: lenet-5, pipeline: [ { train: { epochs: 1, clip: 0 } } ] }",
            "{ model: lenet-5, pipeline: [ { train: { epochs: 1, optimizer: adam } } ] }",
            "{ model: lenet-5, pipeline: [ { train: , evaluate: } ] }",
            "{ model: lenet-5, pipeline: [ { snapshot: ' ' } ] }",
            "{ model: lenet-5, pipeline: [ { repeat: { times: 1001, do: [] } } ] }",
            "{ model: lenet-5, pipeline: [ { repeat: { times: 1, do_: [] } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: { random: { p: 1 } } } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: random, target: {} } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: random, target: 2 } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: random, distribution: { n-of-m: { keep: 1 } } } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: random, distribution: { per-layer: { fc1: 2 } } } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { rigl: { keep: 0.1, start: kept } } } ] }",
            "{ model: lenet-5, pipeline: [ { prune: { two-of-four: { crit: random } } } ] }");

    @Test
    void acceptsWhatBinds() throws IOException {
        JsonSchema schema = schema(Sample.withMagnitude());
        for (String text : GOOD) {
            new ConfigReader(Sample.withMagnitude()).read(new Source("p", text), List.of(), Sample.File.class);
            assertThat(validate(schema, text)).describedAs(text).isEmpty();
        }
    }

    @Test
    void acceptsResolvedFiles() throws IOException {
        JsonSchema schema = schema(Sample.withMagnitude());
        for (String text : GOOD) {
            String resolved = new ConfigReader(Sample.withMagnitude())
                    .read(new Source("p", text), List.of(), Sample.File.class)
                    .yaml();
            assertThat(validate(schema, resolved)).describedAs(resolved).isEmpty();
        }
    }

    @Test
    void refusesWhatDoesNotBind() throws IOException {
        JsonSchema schema = schema(Sample.withMagnitude());
        var reader = new ConfigReader(Sample.withMagnitude());
        for (String text : BAD) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> reader.read(new Source("p", text), List.of(), Sample.File.class)))
                    .describedAs(text)
                    .isInstanceOf(ConfigException.class);
            assertThat(validate(schema, text)).describedAs(text).isNotEmpty();
        }
    }

    @Test
    void aNameOfSeveralPluginsIsOfferedWithTheirNamesOnly() throws IOException {
        var registry = Sample.withMagnitude()
                .offer("acme", Provider.of(Sample.Criterion.class, "magnitude", "", Sample.Random.class));
        String pipeline = "{ model: lenet-5, pipeline: [ { prune: { prune: %s } } ] }";

        assertThat(validate(schema(registry), pipeline.formatted("magnitude"))).isNotEmpty();
        assertThat(validate(schema(registry), pipeline.formatted("acme/magnitude")))
                .isEmpty();
    }

    /** A stage whose entries may mention values of settings. */
    record Vary(
            @Knob(value = "values", otherwise = "[]") @Expands("entries")
            List<Map<String, String>> settings,

            @Knob("what varies") Map<String, List<Sample.Stage>> entries)
            implements Sample.Stage {}

    @Test
    void acceptsMentionsWhereTheyAreWrittenOut() throws IOException {
        var registry = Sample.withMagnitude().offer("core", Provider.of(Sample.Stage.class, "vary", "", Vary.class));
        String file = "{ model: lenet-5, pipeline: [ { vary: { settings: [ { x: %s } ], entries: { a: [ %s ] } } } ] }";
        JsonSchema schema = schema(registry);
        for (var mention : Map.of(
                        "{ train: $x }", "1",
                        "{ train: { epochs: 1, clip: $x } }", "0.5",
                        "{ train: { epochs: 1, fresh: $x } }", "true",
                        "{ train: { epochs: 1, optimizer: { adam: $x } } }", "0.1",
                        "{ prune: { prune: { criterion: $x, target: $x } } }", "1",
                        "{ prune: { prune: { criterion: $x } } }", "random",
                        "{ prune: { rigl: { keep: 0.1, start: $x } } }", "zero",
                        "{ repeat: { times: $x, do: [ $x ] } }", "2",
                        "$x", "evaluate",
                        "{ prune: { two-of-four: { distribution: { n-of-m: { keep: $x, of: 4 } } } } }", "1")
                .entrySet()) {
            String text = file.formatted(mention.getValue(), mention.getKey());
            assertThat(validate(schema, text)).describedAs(text).isEmpty();
        }
        for (String bad : List.of(
                "{ train: x }",
                "{ train: $ }",
                "{ train: $1 }",
                "{ train: '$x + 1' }",
                "{ train: { $x: 1 } }",
                "{ repeat: { times: 1, do: $x } }",
                "{ train: { epochs: 1, optimizer: { $x: 1 } } }")) {
            String text = file.formatted("1", bad);
            assertThat(validate(schema, text)).describedAs(text).isNotEmpty();
        }
        assertThat(validate(schema, "{ model: lenet-5, pipeline: [ { train: $x } ] }"))
                .isNotEmpty();
    }

    record Small(
            @Knob(value = "how important", otherwise = "size")
            Sample.Criterion criterion) {}

    @Test
    void looksLikeThis() {
        var registry = new FakeRegistry()
                .offer("acme", Provider.of(Sample.Criterion.class, "size", "|w|^p", Sample.Magnitude.class));

        assertThat(new SchemaWriter(registry).write(Small.class)).isEqualTo("""
                        {
                          "$schema" : "https://json-schema.org/draft/2020-12/schema",
                          "title" : "Espalier pipeline file",
                          "type" : "object",
                          "properties" : {
                            "criterion" : {
                              "$ref" : "#/$defs/criterion",
                              "description" : "how important",
                              "default" : "size"
                            }
                          },
                          "additionalProperties" : false,
                          "$defs" : {
                            "criterion" : {
                              "oneOf" : [
                                {
                                  "const" : "size",
                                  "description" : "|w|^p"
                                },
                                {
                                  "const" : "acme/size",
                                  "description" : "|w|^p"
                                },
                                {
                                  "type" : "object",
                                  "minProperties" : 1,
                                  "maxProperties" : 1,
                                  "properties" : {
                                    "size" : {
                                      "$ref" : "#/$defs/criterion.acme.size",
                                      "description" : "|w|^p"
                                    },
                                    "acme/size" : {
                                      "$ref" : "#/$defs/criterion.acme.size",
                                      "description" : "|w|^p"
                                    }
                                  },
                                  "additionalProperties" : false
                                }
                              ]
                            },
                            "criterion.acme.size" : {
                              "anyOf" : [
                                {
                                  "type" : "object",
                                  "properties" : {
                                    "p" : {
                                      "type" : "integer",
                                      "minimum" : -2147483648,
                                      "maximum" : 2147483647,
                                      "description" : "the exponent",
                                      "default" : 1
                                    }
                                  },
                                  "additionalProperties" : false
                                },
                                {
                                  "type" : "integer",
                                  "minimum" : -2147483648,
                                  "maximum" : 2147483647
                                },
                                {
                                  "type" : "null"
                                }
                              ]
                            }
                          }
                        }
                        """);
    }

    private static JsonSchema schema(FakeRegistry registry) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new SchemaWriter(registry).write(Sample.File.class));
    }

    private static Set<ValidationMessage> validate(JsonSchema schema, String text) throws IOException {
        Object value =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(text);
        JsonNode json = new ObjectMapper().valueToTree(value);
        return schema.validate(json);
    }
}
