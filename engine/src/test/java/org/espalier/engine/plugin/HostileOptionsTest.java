package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of a plugin that cannot be read, checked or made: its author's mistake, and only files that use it are told. */
final class HostileOptionsTest {
    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void dataAreThere() throws IOException {
        plugins = folder.resolve("plugins");
        Files.writeString(folder.resolve("train.csv"), "a,b,class\n1,2,0\n2,1,1\n3,1,1\n1,3,0\n");
    }

    private Engine engine(String option, String constructor) {
        new Acme()
                .offering("Provider.of(Criterion.class, \"odd\", \"odd\", Odd.class)")
                .more("""
                    public record Odd(@Knob(value = "n", otherwise = "1") %s n) implements Criterion {
                        public Odd { %s }

                        public Tensors score(Scoring scoring) {
                            return Tensors.none();
                        }
                    }

                    static <E extends Throwable> boolean fail(Throwable how) throws E {
                        throw (E) how;
                    }

                    public static class Mute extends Error {
                        public String getMessage() { throw new Mute(); }
                        public String toString() { throw new Mute(); }
                    }

                    public static class MuteRefusal extends IllegalArgumentException {
                        public String getMessage() { throw new Mute(); }
                        public String toString() { throw new Mute(); }
                    }
                    """.formatted(option, constructor))
                .jar()
                .writeTo(plugins.resolve("odd.jar"));
        return Engine.create(new EngineOptions(List.of(PluginDirectory.named(plugins)), folder));
    }

    private Path file(String criterion) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), """
            model: { mlp: { layers: [2, 3, 2] } }
            data: { csv: { train: train.csv, test: train.csv, label: class } }
            prepare: { validation: 0 }
            pipeline:
              - prune: { keep: 0.5, criterion: %s }
            """.formatted(criterion));
    }

    /** It is refused when it is loaded, so that references, completion and hints about other names go on. */
    @Test
    void optionsThatCannotBeReadRefuseThePlugin() throws IOException {
        for (String option : List.of(
                "Date", "@jakarta.validation.constraints.DecimalMin(\"one\") double", "List<Map<Integer, Date>>")) {
            Engine engine = engine(option, "");
            assertThat(engine.registry().problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                    .contains("odd.jar: acme 1.2.0 has options of criterion 'odd' that cannot be read: ")
                    .contains("tell its author"));
            assertThat(engine.reference()).doesNotContain("odd");
            assertThat(engine.schema()).doesNotContain("\"odd\"");
            assertThatThrownBy(() -> engine.check(file("3"), List.of()))
                    .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                            .singleElement()
                            .asString()
                            .contains("no criterion '3'"));
        }
    }

    @Test
    void aBoundThatDoesNotFitItsOptionIsTheAuthorsMistake() throws IOException {
        Engine engine = engine("@jakarta.validation.constraints.Size(max = 3) int", "");
        requireProblem(engine, "n cannot be checked: UnexpectedTypeException", "tell its author");
    }

    @Test
    void whateverAConstructorThrowsIsPutIntoWords() throws IOException {
        requireProblem(
                engine("int", "if (n == 1) { AcmePlugin.<RuntimeException>fail(new Mute()); }"),
                "cannot be made: ",
                "Mute");
    }

    @Test
    void aRefusalWithoutWordsNamesItsKind() throws IOException {
        requireProblem(engine("int", "if (n == 1) { throw new MuteRefusal(); }"), "MuteRefusal");
    }

    @Test
    void aRefusalIsCutToALine() throws IOException {
        requireProblem(
                engine(
                        "int",
                        "if (n == 1) { throw new IllegalArgumentException(\"\\u001b\\n"
                                + "\" + \"long \".repeat(100000)); }"),
                "\\u001b long long");
    }

    private void requireProblem(Engine engine, String... words) {
        assertThatThrownBy(() -> engine.check(file("odd"), List.of()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.toString())
                                .startsWith(folder + "/pipeline.yaml:5:")
                                .contains(words)
                                .hasSizeLessThan(1000)
                                .hasLineCount(1)));
    }
}
