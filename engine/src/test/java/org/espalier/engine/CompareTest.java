package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods beside each other, on a small set of examples in which the class is the larger of two features. */
final class CompareTest {
    private static final String HEAD = """
        seed: 3
        checkpoint: { minutes: 0, keep: 1000 }
        model: { mlp: { layers: [4, 16, 2], dropout: 0.2 } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        prepare: { validation: 40 }
        pipeline:
        """;

    private static final String DENSE = "dense: [ train: { epochs: 2, batch-size: 16 } ]";

    private static final String PRUNED =
            "pruned: [ train: { epochs: 2, batch-size: 16 }, prune: { policy: { prune: { criterion: gradient, keep:"
                    + " $keep } } } ]";

    private static final String LOTTERY =
            "lottery: [ prune: { policy: { prune: { criterion: random, keep: 0.5 } } }, train: { epochs: 1,"
                    + " batch-size: 16 }, rewind: { to: initial }, evaluate: { metrics: [loss] } ]";

    private static final String FIRST_LOSS = "first: [ evaluate: { metrics: [loss] } ]";

    @TempDir
    Path folder;

    /** Ends a run as a kill does: nothing in it catches this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void writeExamples() throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(180, 1));
        Files.writeString(folder.resolve("test.csv"), examples(60, 2));
    }

    private static String examples(int count, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,d,class\n");
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            text.append(a + "," + b + "," + random.nextGaussian() + "," + random.nextGaussian() + "," + (a > b ? 1 : 0))
                    .append("\n");
        }
        return text.toString();
    }

    private static String compare(String options, String... methods) {
        return "  - compare: { " + options + "methods: { " + String.join(", ", methods) + " } }\n";
    }

    private Engine engine() {
        return Engine.create(new EngineOptions(List.of(), folder));
    }

    private Path file(String stages) throws IOException {
        return Files.writeString(folder.resolve("pipeline.yaml"), HEAD + stages);
    }

    private Path run(String runs, String stages, RunListener listener) throws IOException {
        Path directory = folder.resolve(runs);
        try {
            engine().run(file(stages), new RunOptions(List.of(), directory, false), listener, new StopSignal());
        } catch (Killed e) {
            assertThat(directory).isDirectory();
        }
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.findFirst().orElseThrow();
        }
    }

    private RunRecord record(String runs, String stages) throws IOException {
        return engine().readRun(run(runs, stages, new RunListener() {}));
    }

    private static List<Double> values(RunRecord record, String stage, String key) {
        return record.metrics().stream()
                .filter(row -> row.stage().equals(stage) && row.key().equals(key))
                .map(MetricRow::value)
                .toList();
    }

    @Test
    void methodsOfOneRepeatBeginWithTheSameWeightsAndOtherRepeatsWithOthers() throws IOException {
        RunRecord record = record(
                "runs",
                compare("repeats: 2, ", FIRST_LOSS, DENSE, FIRST_LOSS.replace("first", "again"), LOTTERY)
                        + "  - evaluate: { metrics: [loss] }\n");
        List<Double> one = values(record, "compare[1]:first/evaluate", "validation.loss");
        List<Double> two = values(record, "compare[2]:first/evaluate", "validation.loss");
        assertThat(one).hasSize(1).doesNotContainAnyElementsOf(two);
        assertThat(values(record, "compare[1]:again/evaluate", "validation.loss"))
                .isEqualTo(one);
        assertThat(values(record, "compare[2]:again/evaluate", "validation.loss"))
                .isEqualTo(two);
        assertThat(values(record, "evaluate", "validation.loss")).doesNotContainAnyElementsOf(one);
    }

    @Test
    void whatMethodsComeToDependsOnNoOtherMethod() throws IOException {
        RunRecord both = record("both", compare("repeats: 2, ", LOTTERY, DENSE));
        RunRecord alone = record("alone", compare("repeats: 2, ", DENSE, DENSE.replace("dense", "same")));
        for (String key : List.of("train.loss", "validation.loss")) {
            List<Double> values = values(both, "compare[2]:dense/train", key);
            assertThat(values).hasSize(2);
            assertThat(values(alone, "compare[2]:dense/train", key)).isEqualTo(values);
            assertThat(values(alone, "compare[2]:same/train", key)).isEqualTo(values);
            assertThat(values(alone, "compare[1]:dense/train", key)).doesNotContainAnyElementsOf(values);
        }
    }

    @Test
    void initialIsForAMethodWhatItBeganWith() throws IOException {
        RunRecord record = record(
                "runs",
                compare("", FIRST_LOSS, LOTTERY.replace("keep: 0.5", "keep: 1"))
                        + "  - rewind: initial\n  - evaluate: { metrics: [loss] }\n");
        assertThat(values(record, "compare[1]:lottery/evaluate", "validation.loss"))
                .isEqualTo(values(record, "compare[1]:first/evaluate", "validation.loss"));
        RunRecord nothing = record("nothing", "  - evaluate: { metrics: [loss] }\n");
        assertThat(values(record, "evaluate", "validation.loss"))
                .isEqualTo(values(nothing, "evaluate", "validation.loss"));
    }

    @Test
    void theNetworkIsPutBack() throws IOException {
        String around = """
              - train: &t { epochs: 1.5, batch-size: 16, schedule: cosine, schedule-epochs: 4 }
              - prune: { policy: { prune: { criterion: random, keep: 0.5 } } }
            COMPARE  - train: *t
            """;
        String methods = compare("settings: [ { keep: 0.3 } ], ", PRUNED, LOTTERY);
        Path without = run("without", around.replace("COMPARE", ""), new RunListener() {});
        for (String from : List.of("", "from: present, ")) {
            Path with = run(
                    "with" + from.length(),
                    around.replace("COMPARE", methods.replace("{ settings", "{ " + from + "settings")),
                    new RunListener() {});
            assertThat(with.resolve("ledger.csv")).hasSameBinaryContentAs(without.resolve("ledger.csv"));
            assertThat(engine().readRun(with).ledger().total().alive()).isEqualTo(48);
        }
    }

    @Test
    void fromThePresentNetworkMethodsBeginWithItsWeightsAndMasks() throws IOException {
        RunRecord record = record("runs", """
              - train: { epochs: 1, batch-size: 16 }
              - prune: { policy: { prune: { criterion: random, keep: 0.5 } } }
              - evaluate: { metrics: [loss] }
            """ + compare("from: present, repeats: 2, ", FIRST_LOSS, DENSE));
        List<Double> present = values(record, "evaluate", "validation.loss");
        for (String repeat : List.of("[1]", "[2]")) {
            assertThat(values(record, "compare" + repeat + ":first/evaluate", "validation.loss"))
                    .isEqualTo(present);
            assertThat(values(record, "compare" + repeat + ":dense", "density")).containsOnly(0.5);
        }
        assertThat(values(record, "compare[1]:dense/train", "train.loss"))
                .isNotEqualTo(values(record, "compare[2]:dense/train", "train.loss"));
    }

    @Test
    void aMethodRunsOnceForEachSettingThatItMentions() throws IOException {
        RunRecord record = record("runs", compare("settings: [ { keep: 0.5 }, { keep: 0.25 } ], ", DENSE, PRUNED));
        assertThat(record.metrics().stream()
                        .filter(row -> row.key().equals("steps"))
                        .toList())
                .extracting(MetricRow::stage, MetricRow::value)
                .containsExactly(
                        tuple("compare[1]:dense", 18.0),
                        tuple("compare[1]:pruned@0.5", 18.0),
                        tuple("compare[1]:pruned@0.25", 18.0));
        assertThat(values(record, "compare[1]:pruned@0.25", "density")).containsOnly(0.25);
        assertThat(values(record, "compare[1]:pruned@0.25", "flops").get(0))
                .isLessThan(values(record, "compare[1]:dense", "flops").get(0));
        assertThat(values(record, "compare[1]:pruned@0.5", "validation.accuracy"))
                .hasSize(1);
        assertThat(values(record, "compare[1]:pruned@0.5", "test.accuracy")).hasSize(1);
        assertThat(run(
                                "again",
                                record.pipeline()
                                        .substring(record.pipeline().indexOf("pipeline:\n") + "pipeline:\n".length()),
                                new RunListener() {})
                        .resolve("metrics.csv"))
                .content()
                .contains("compare[1]:pruned@0.25");
    }

    /** A name that each method uses for its own, and one from before that one of them uses, too. */
    @Test
    void eachMethodSeesItsOwnSnapshotsAndThoseFromBefore() throws IOException {
        String kept = "kept: [ train: { epochs: 1, batch-size: 16 }, snapshot: a, train: { epochs: 1, batch-size: 16 },"
                + " rewind: { to: a }, evaluate: { metrics: [loss] } ]";
        String before = "before: [ rewind: { to: a }, evaluate: { metrics: [loss] } ]";
        for (String methods : List.of(kept + ", " + before, before + ", " + kept)) {
            RunRecord record = record(
                    "runs" + methods.indexOf("before"),
                    "  - train: { epochs: 2, batch-size: 16 }\n  - snapshot: a\n  - evaluate: { metrics: [loss] }\n"
                            + compare("repeats: 2, ", methods)
                            + "  - rewind: { to: a }\n  - evaluate: { metrics: [loss] }\n");
            List<Double> there = values(record, "evaluate", "validation.loss");
            for (String repeat : List.of("1", "2")) {
                assertThat(values(record, "compare[" + repeat + "]:before/evaluate", "validation.loss"))
                        .isEqualTo(there);
                assertThat(values(record, "compare[" + repeat + "]:kept/evaluate", "validation.loss"))
                        .isNotEqualTo(there);
            }
            assertThat(values(record, "evaluate#2", "validation.loss")).isEqualTo(there);
        }
    }

    @Test
    void whatOneMethodKeepsIsNoSnapshotOfAnother() throws IOException {
        String takes = "a: [ train: { epochs: 1, batch-size: 16 }, snapshot: s ]";
        String uses = "b: [ rewind: { to: s }, evaluate ]";
        for (String methods : List.of(takes + ", " + uses, uses + ", " + takes)) {
            Path file = file(compare("", methods) + "  - rewind: { to: s }\n");
            assertThatThrownBy(() -> engine().check(file, List.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("compare[1]:b/rewind: no snapshot 's'; there are initial, ")
                    .hasMessageContaining(" rewind: no snapshot 's'; there are initial");
        }
    }

    @Test
    void aRunThatWasKilledInAMethodComesToTheSameBits() throws IOException {
        String stages = compare(
                        "repeats: 2, settings: [ { keep: 0.5 } ], ",
                        PRUNED,
                        LOTTERY,
                        "kept: [ train: { epochs: 1, batch-size: 40 }, snapshot: a, train: { epochs: 1, batch-size: 40 },"
                                + " rewind: { to: a } ]",
                        "again: [ reinitialize, repeat: { times: 2,"
                                + " do: [ train: { epochs: 1, batch-size: 40 } ] } ]")
                + "  - evaluate: { split: test }\n";
        Path whole = run("whole", stages, new RunListener() {});
        Path killed = run("killed", stages, new RunListener() {
            @Override
            public void stageStarted(String path) {
                if (path.equals("evaluate")) {
                    throw new Killed();
                }
            }
        });
        List<Path> checkpoints;
        try (Stream<Path> inside = Files.list(killed.resolve("checkpoints"))) {
            checkpoints = inside.sorted().toList();
        }
        assertThat(checkpoints).hasSizeGreaterThan(40);
        for (int last = 0; last < checkpoints.size(); last += 15) {
            Path run = copy(killed, folder.resolve("copies").resolve(Integer.toString(last)));
            for (Path later : checkpoints.subList(last + 1, checkpoints.size())) {
                Files.delete(run.resolve("checkpoints").resolve(later.getFileName()));
            }
            engine().resume(run, new RunListener() {}, new StopSignal());
            for (String file : List.of("metrics.csv", "masks.csv", "ledger.csv", "model.safetensors")) {
                assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
            }
        }
    }

    private static Path copy(Path run, Path to) throws IOException {
        try (Stream<Path> inside = Files.walk(run)) {
            for (Path from : inside.toList()) {
                Path target = to.resolve(run.relativize(from).toString());
                Files.createDirectories(target.getParent());
                Files.copy(from, target);
            }
        }
        return to;
    }

    @Test
    void explainForetellsWhatEachMethodLeaves() throws IOException {
        String told = engine().explain(
                        file(compare("settings: [ { keep: 0.5 }, { keep: 0.25 } ], ", DENSE, LOTTERY)), List.of());
        assertThat(told).contains("compare[1]:lottery/prune", "48 (50.00 %)");
    }

    @Test
    void variantsAreNamedByWhatTheyMention() throws IOException {
        String settings = "settings: [ { epochs: 1, keep: 0.5 }, { epochs: 1, keep: 0.25 } ], ";
        assertThat(engine().check(file(compare(settings, PRUNED)), List.of()).warnings())
                .isEmpty();
        assertThat(record("mentioned", compare(settings, PRUNED)).metrics())
                .extracting(MetricRow::stage)
                .contains("compare[1]:pruned@0.5", "compare[1]:pruned@0.25");
        assertThat(engine().check(file(compare(settings, DENSE)), List.of())
                        .warnings()
                        .toString())
                .contains(
                        "compare: no method mentions a value of 'settings', such as $epochs, so each method runs once."
                                + " Leave 'settings' out");
    }

    @Test
    void mistakesAreToldWhereTheyStand() {
        Map<String, String> mistakes = mistakes(
                "methods: {}",
                "pipeline.yaml:7:25: methods must not be empty",
                "methods: { a: [] }",
                "pipeline.yaml:7:5: stage 'compare': method 'a' has no stages",
                "methods: { a/b: [ restart ] }",
                "pipeline.yaml:7:5: stage 'compare': a method cannot be called 'a/b'; a name has letters, digits,"
                        + " spaces and @ . + _ -, and begins with a letter or digit",
                "methods: { a: [ restart ], a: [ restart ] }",
                "'a' is written twice",
                "methods: { a: [ repeat: { times: 1, do: [ compare: { methods: { b: [ restart ] } } ] } ] }",
                "pipeline.yaml:7:5: stage 'compare': method 'a' compares methods itself; write that compare beside"
                        + " this one",
                "repeats: 2",
                "stage 'compare' needs 'methods': each method's stages",
                "methods: { a: [ train: $epochs ] }",
                "pipeline.yaml:7:39: '$epochs' has no value; each of settings must give one, such as settings:"
                        + " [ { epochs: 0.1 } ]",
                "settings: [ { keep: 1 } ], methods: { a: [ train: $epochs ] }",
                "'$epochs' has no value; each of settings must give one",
                "settings: [ { e: 1 }, { e: 1 } ], methods: { a: [ train: $e ] }",
                "'a@1' is there twice; the first values of settings that an entry mentions must differ",
                "settings: [ { e: many } ], methods: { a: [ train: $e ] }",
                "epochs must be a number but was 'many'",
                "settings: [ 1 ], methods: { a: [ train: 1 ] }",
                "pipeline.yaml:7:26: settings must be a list of at most 100 mappings from names to single values, such"
                        + " as [ { keep: 0.1 }, { keep: 0.02 } ]");
        mistakes.forEach((options, message) -> assertThatThrownBy(
                        () -> engine().check(file("  - compare: { " + options + " }\n"), List.of()))
                .as(options)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message));
    }

    /** Returns what each of these options is told, given in turns. */
    private static Map<String, String> mistakes(String... optionsAndMessages) {
        var mistakes = new LinkedHashMap<String, String>();
        for (int i = 0; i < optionsAndMessages.length; i += 2) {
            mistakes.put(optionsAndMessages[i], optionsAndMessages[i + 1]);
        }
        return mistakes;
    }

    @Test
    void comparingNeedsValidationExamples() {
        assertThatThrownBy(() -> engine().check(file(compare("", DENSE)), List.of("prepare.validation=0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "stage 'compare' needs validation examples, but 'validation' under 'prepare' is 0.");
    }
}
