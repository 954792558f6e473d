package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.junit.jupiter.api.Test;

/** Whatever reads a pipeline file reads the same words. */
final class Yaml11Test {
    @Test
    void knowsWhatOnceWasNoText() {
        assertThat(List.of(
                        "on",
                        "Off",
                        "YES",
                        "no",
                        "y",
                        "N",
                        "<<",
                        "2:4",
                        "1:30:00.5",
                        "010",
                        "0b11",
                        "1_000",
                        "2026-11-30"))
                .allMatch(Yaml11::misreads);
        assertThat(List.of("one", "none", "split", "2of4", "10", "0.5", "a:b", "top-5", "f_1", "v1_0", ""))
                .noneMatch(Yaml11::misreads);
    }

    @Test
    void noWordOfOursIsReadAsSomethingElse() throws IOException {
        var engine = Engine.create(new EngineOptions(List.of(), Path.of("")));
        var words = new LinkedHashSet<String>();
        collect(new ObjectMapper().readTree(engine.schema()), words);

        assertThat(words)
                .contains("pipeline", "evaluate", "split", "test", "accuracy", "decompose", "layers")
                .noneMatch(Yaml11::misreads);
    }

    /** Names of options and components, and the words that values are chosen from. */
    private static void collect(JsonNode schema, Set<String> words) {
        schema.path("properties").fieldNames().forEachRemaining(words::add);
        schema.path("enum").forEach(value -> words.add(value.asText()));
        if (schema.path("const").isTextual()) {
            words.add(schema.get("const").asText());
        }
        schema.forEach(part -> collect(part, words));
    }
}
