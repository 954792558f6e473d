package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.espalier.api.plugin.Provider;
import org.junit.jupiter.api.Test;

/** The resolved file says everything, and says the same when it is read again. */
final class ResolvedFileTest {
    private static final String TEXT = """
            model: { mlp: [784, 300, 10] }
            pipeline:
              - train: { epochs: 1, clip: infinity }
              - snapshot: "yes: 'no'"
              - repeat:
                  times: 2
                  do: [ evaluate, { prune: { two-of-four: { criterion: { magnitude: 3 } } } } ]
              - prune: { policy: { prune: { criterion: random, distribution: { per-layer: { fc1: 5.0e-4 } } } } }
              - repeat: { times: 1, do: [] }
            """;

    @Test
    void fillsInEveryDefaultAndExpandsPresets() {
        assertThat(resolve(TEXT).yaml()).isEqualTo("""
                        seed: 42
                        model:
                          mlp:
                            layers: [784, 300, 10]
                            dropout: 0.0
                        pipeline:
                          - train:
                              epochs: 1.0
                              optimizer:
                                adam:
                                  learning-rate: 0.001
                                  beta: 0.9
                              clip: infinity
                              fresh: false
                          - snapshot:
                              name: 'yes: ''no'''
                          - repeat:
                              times: 2
                              do:
                                - evaluate:
                                    split: validation
                                - prune:
                                    policy:
                                      prune:
                                        criterion:
                                          magnitude/magnitude:
                                            p: 3
                                        distribution:
                                          n-of-m:
                                            keep: 2
                                            of: 4
                                        target:
                                          keep: 0.5
                                          of: alive
                          - prune:
                              policy:
                                prune:
                                  criterion: random
                                  distribution:
                                    per-layer:
                                      shares:
                                        fc1: 5.0e-4
                                      rest: 1.0
                                  target:
                                    keep: 0.5
                                    of: alive
                          - repeat:
                              times: 1
                              do: []
                        """);
    }

    @Test
    void readingItAgainChangesNothing() {
        var once = resolve(TEXT);
        var again = resolve(once.yaml());

        assertThat(again.yaml()).isEqualTo(once.yaml());
        assertThat(again.value().pipeline().get(3))
                .isEqualTo(once.value().pipeline().get(3));
    }

    record Sampler(String text, double number, float small, long whole) {}

    record Holder(List<Sampler> items) {}

    @Property(tries = 200)
    void anyValueSurvives(@ForAll("samplers") List<Sampler> items) {
        var reader = new ConfigReader(new FakeRegistry()
                .offer("core", Provider.of(Sample.Criterion.class, "random", "", Sample.Random.class)));
        StringBuilder text = new StringBuilder("items:\n");
        for (Sampler item : items) {
            text.append("  - { number: %s, small: %s, whole: %d, text: %s }\n"
                    .formatted(item.number(), item.small(), item.whole(), quoted(item.text())));
        }
        var once = reader.read(new Source("p.yaml", text.toString()), List.of(), Holder.class);
        var again = reader.read(new Source("p.yaml", once.yaml()), List.of(), Holder.class);

        assertThat(once.value().items()).isEqualTo(items);
        assertThat(again.value()).isEqualTo(once.value());
        assertThat(again.yaml()).isEqualTo(once.yaml());
    }

    @Provide
    Arbitrary<List<Sampler>> samplers() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars(" :#-'\"\\\n,[]{}&*!|>%@`~?abcTrue09.ü")
                        .ofMaxLength(12),
                Arbitraries.of(
                        "true",
                        "null",
                        "~",
                        "",
                        "0x10",
                        "1e3",
                        ".inf",
                        "infinity",
                        "<<",
                        "- a",
                        "a: b",
                        "a:\nb",
                        "---",
                        " x "));
        return Combinators.combine(texts, Arbitraries.doubles(), Arbitraries.floats(), Arbitraries.longs())
                .as(Sampler::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static Resolved<Sample.File> resolve(String text) {
        return new ConfigReader(Sample.withMagnitude()).read(new Source("p.yaml", text), List.of(), Sample.File.class);
    }
}
