package org.espalier.engine.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import org.espalier.engine.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a pipeline file holds, it becomes a tree or problems at their places. */
final class YamlFuzzTest {
    @TempDir
    Path folder;

    @Test
    void trees() {
        Fuzz.of(
                        "yaml",
                        List.of(text("""
                            # A pipeline of every kind of value.
                            seed: 1
                            model: &m { mlp: { layers: [4, 8, 3], bias: true } }
                            data: { csv: { train: "C:\\\\a\\tb\\x41\\u00e9.csv", test: 'it''s', label: !!str 5 } }
                            again: *m
                            prepare:
                              validation: 0.1
                              <<: { mean: [0.5, -1e-3, .inf], deviation: ~ }
                            pipeline:
                              - train: &t { epochs: 1, note: x }
                              - train: { <<: *t, epochs: 2 }
                              - ? long key
                                : "over
                                   lines"
                              - text: >-
                                  folded
                                  text
                            """), text("{a: [1, {b: \"c\"}], 'd': !!int 0x1F}")),
                        List.of(ConfigException.class))
                .run(folder.resolve("input.yaml"), file -> {
                    var problems = new Problems();
                    if (YamlReader.read(Source.of(file), problems).isEmpty()) {
                        problems.throwIfAny();
                        fail("what is no tree has no problem");
                    }
                });
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
