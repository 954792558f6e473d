package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.junit.jupiter.api.Test;

final class ReferenceWriterTest {
    record Inner(@Knob(value = "a | b < c", otherwise = "1") int depth) {}

    record Outer(
            @Knob("what is nested") Inner inner,
            @Knob(value = "several", otherwise = "[]") List<Inner> many) implements Sample.Stage {}

    record Bare() implements Sample.Stage {}

    record File(
            @Knob(value = "seed of all randomness", otherwise = "42")
            long seed) {}

    @Test
    void hasEverySeamComponentAndOptionAlsoNestedOnes() {
        var registry = new FakeRegistry()
                .offer("core", Provider.of(Sample.Stage.class, "outer", "holds others", Outer.class))
                .offer("acme", Provider.of(Sample.Stage.class, "bare", "does nothing.", Bare.class))
                .offer("acme", new Preset(Sample.Stage.class, "deep", "holds a lot", "outer: { inner: { depth: 9 } }"));

        assertThat(new ReferenceWriter(registry).write(File.class).lines().skip(6))
                .containsExactly("""
                    - [The file](#the-file)
                    - [Stage](#stage): `outer`, `bare`, `deep`

                    ## The file

                    | option | what may be written | default | meaning |
                    |---|---|---|---|
                    | `seed` | a whole number | `42` | seed of all randomness |

                    ## Stage

                    ### outer

                    Holds others. From the core.

                    | option | what may be written | default | meaning |
                    |---|---|---|---|
                    | `inner` | a mapping with depth | required | what is nested |
                    | `inner.depth` | a whole number | `1` | a \\| b &lt; c |
                    | `many` | a list, each a mapping with depth | `[]` | several |
                    | `many[].depth` | a whole number | `1` | a \\| b &lt; c |

                    ### bare

                    Does nothing. From the plugin `acme`.

                    It has no options.

                    ### deep

                    Holds a lot. From the plugin `acme`.

                    A preset; each of its options can be changed. It stands for

                    ```yaml
                    outer: { inner: { depth: 9 } }
                    ```
                    """.lines().toArray(String[]::new));
    }
}
