package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a small set of examples, in which the class is the larger of two features. */
final class EngineTest {
    private static final String PIPELINE = """
        seed: 3
        model: { mlp: { layers: [4, 16, 2] } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        prepare: { validation: 40 }
        pipeline:
          - train: &training { epochs: 6, batch-size: 16, optimizer: { adam: { learning-rate: 0.02 } } }
          - repeat:
              times: 2
              do:
                - prune: { policy: { prune: { criterion: gradient, keep: 0.5, of: alive } } }
                - branch: { name: control, do: [ reinitialize, { train: *training }, evaluate ] }
                - rewind: { to: initial }
                - train: *training
                - evaluate
          - evaluate: { split: test }
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeExamples() throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(200, 1));
        Files.writeString(folder.resolve("test.csv"), examples(100, 2));
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

    private Engine engine() {
        return Engine.create(new EngineOptions(List.of(), folder));
    }

    private Path run(String pipeline, RunListener listener, StopSignal stop) throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
        return engine().run(file, new RunOptions(List.of(), folder.resolve("runs"), false), listener, stop);
    }

    private Path run(String pipeline) throws IOException {
        return run(pipeline, new RunListener() {}, new StopSignal());
    }

    private List<Path> runs() throws IOException {
        if (!Files.exists(folder.resolve("runs"))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder.resolve("runs"))) {
            return entries.toList();
        }
    }

    private static double last(RunRecord record, String key) {
        return record.metrics().stream()
                .filter(row -> row.key().equals(key))
                .reduce((a, b) -> b)
                .orElseThrow()
                .value();
    }

    @Test
    void theSameFileAndSeedGiveTheSameBits() throws IOException {
        Path first = run(PIPELINE);
        Path second = run(PIPELINE);
        for (String file : List.of("metrics.csv", "masks.csv", "ledger.csv", "model.safetensors", "pipeline.yaml")) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
        Path other = run(PIPELINE.replace("seed: 3", "seed: 4"));
        assertThat(Files.readString(other.resolve("metrics.csv")))
                .isNotEqualTo(Files.readString(first.resolve("metrics.csv")));
    }

    @Test
    void theNumberOfThreadsIsTheFilesAndTheSameNumberGivesTheSameBits() throws IOException {
        String alone = PIPELINE.replace("seed: 3", "seed: 3\nthreads: 1");
        Path first = run(alone);
        assertThat(engine().readRun(first).provenance().get("kernel")).startsWith("fast(threads=1,");
        Path between = run(PIPELINE);
        assertThat(engine().readRun(between).provenance().get("kernel"))
                .startsWith("fast(threads=" + Runtime.getRuntime().availableProcessors() + ",");
        Path second = run(alone);
        assertThat(second.resolve("model.safetensors")).hasSameBinaryContentAs(first.resolve("model.safetensors"));
        for (String wrong : List.of("-1", "1.5", "many", "5000")) {
            assertThatThrownBy(() -> run(alone.replace("threads: 1", "threads: " + wrong)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(":2:10: ")
                    .hasMessageContaining("threads");
        }
    }

    @Test
    void theResolvedFileReproducesTheRun() throws IOException {
        Path first = run(PIPELINE);
        Path second = run(Files.readString(first.resolve("pipeline.yaml")));
        assertThat(second.resolve("metrics.csv")).hasSameBinaryContentAs(first.resolve("metrics.csv"));
        assertThat(second.resolve("pipeline.yaml")).hasSameBinaryContentAs(first.resolve("pipeline.yaml"));
    }

    /** A file of before a pruning brings back what was pruned, weights and all. */
    @Test
    void loadingBringsBackWhatWasPruned() throws IOException {
        Path dense = folder.resolve("dense.safetensors");
        RunRecord record = engine().readRun(run("""
            seed: 3
            model:
              layers:
                - { dense: 16 }
                - batch-norm
                - { name: a, layer: relu }
                - { name: b, layer: { dense: 16 } }
                - { reads: [a, b], layer: add }
                - dropout
                - { dense: 2 }
            data: { csv: { train: train.csv, test: test.csv, label: class } }
            prepare: { validation: 40 }
            pipeline:
              - train: { epochs: 6, batch-size: 16, optimizer: { adam: { learning-rate: 0.02 } } }
              - evaluate: { split: test, metrics: [loss] }
              - save: { file: DENSE }
              - prune: { policy: { prune: { criterion: gradient, keep: 0.3 } } }
              - recalibrate: { batches: 2, batch-size: 32 }
              - evaluate: { split: test, metrics: [loss] }
              - load: DENSE
              - evaluate: { split: test, metrics: [loss] }
            """.replace("DENSE", "'" + dense + "'")));
        List<Double> losses = record.metrics().stream()
                .filter(row -> row.key().equals("test.loss"))
                .map(RunRecord.MetricRow::value)
                .toList();
        assertThat(losses).hasSize(3);
        assertThat(losses.get(1)).isNotEqualTo(losses.get(0));
        assertThat(losses.get(2)).isEqualTo(losses.get(0));
        assertThat(last(record, "density")).isEqualTo(1);
    }

    @Test
    void mistakesInAWrittenGraphAreToldByLayerAndLine() {
        assertThatThrownBy(() -> run("""
            model:
              layers:
                - { name: first, layer: { dense: 8 } }
                - { name: sum, reads: [frist], layer: add }
                - { dense: 2 }
            data: { csv: { train: train.csv, test: test.csv, label: class } }
            pipeline: [ evaluate ]
            """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "pipeline.yaml:4:7: layer 'sum': it reads 'frist', but no layer before it has that"
                                + " name. There are input, first.");
        assertThatThrownBy(() -> run("""
            model:
              layers: [ { desne: 8 }, { dense: 2 } ]
            data: { csv: { train: train.csv, test: test.csv, label: class } }
            pipeline: [ evaluate ]
            """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("layer template 'desne'")
                .hasMessageContaining("Did you mean 'dense'?");
    }

    @Test
    void theNetworkLearnsAndIsPruned() throws IOException {
        RunRecord record = engine().readRun(run(PIPELINE));
        assertThat(last(record, "test.accuracy")).isGreaterThan(0.85);
        assertThat(record.ledger().total().alive()).isEqualTo(24);
        assertThat(record.ledger().total().prunable()).isEqualTo(96);
        assertThat(record.provenance()).containsEntry("outcome", "finished").containsEntry("seed", "3");
    }

    @Test
    void aStoppedRunLeavesAReadableDirectory() throws IOException {
        var stop = new StopSignal();
        var listener = new RunListener() {
            @Override
            public void progress(Step step) {
                if (step.step() == 30) {
                    stop.ask();
                }
            }
        };
        assertThatThrownBy(() -> run(PIPELINE, listener, stop))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("stopped on request");
        RunRecord record = engine().readRun(runs().get(0));
        assertThat(record.provenance().get("outcome")).startsWith("stopped: ");
        assertThat(record.metrics()).isNotEmpty();
    }

    @Test
    void aFailingStageIsNamedWithItsPlace() {
        assertThatThrownBy(() -> run(PIPELINE.replace("to: initial", "to: first")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipeline.yaml:12:")
                .hasMessageContaining("repeat[1]/rewind: no snapshot 'first'; there are initial");
    }

    @Test
    void aModelThatDoesNotFitTheDataLeavesNothingBehind() throws IOException {
        assertThatThrownBy(() -> run(PIPELINE.replace("[4, 16, 2]", "[5, 16, 2]")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipeline.yaml:2:");
        assertThat(runs()).isEmpty();
    }

    @Test
    void needsAreCheckedBeforeAnythingIsTrained() throws IOException {
        String pipeline = PIPELINE.replaceAll("(?m)^data:.*\n", "");
        assertThatThrownBy(() -> run(pipeline))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("criterion 'gradient' needs labelled data, but this pipeline has no 'data'.")
                .hasMessageContaining("stage 'train' needs labelled data");
        assertThat(runs()).isEmpty();
    }

    @Test
    void explainForetellsWhatIsLeft() throws IOException {
        Path file = Files.writeString(
                folder.resolve("pipeline.yaml"), PIPELINE.replace("criterion: gradient", "criterion: random"));
        assertThat(engine().explain(file, List.of()))
                .contains("l2: 0")
                .contains("total")
                .contains("repeat[1]/prune")
                .containsPattern("repeat\\[2\\]/prune +24 \\(25\\.00 %\\)");
        assertThat(runs()).isEmpty();
    }

    @Test
    void aParanoidRunFindsNothingWrongWithTheCore() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE);
        Path watched = engine().run(
                        file,
                        new RunOptions(List.of(), folder.resolve("runs"), true),
                        new RunListener() {},
                        new StopSignal());
        assertThat(watched.resolve("metrics.csv"))
                .hasSameBinaryContentAs(run(PIPELINE).resolve("metrics.csv"));
    }

    @Test
    void aSavedModelLoadsIntoTheSameNetwork() throws IOException {
        Path trained = run(PIPELINE);
        var measured = new ArrayList<Map<String, Double>>();
        String load = PIPELINE.substring(0, PIPELINE.indexOf("pipeline:")) + "pipeline:\n  - load: "
                + trained.resolve("model.safetensors") + "\n  - evaluate: { split: test }\n";
        run(
                load,
                new RunListener() {
                    @Override
                    public void measured(String stage, Map<String, Double> values) {
                        measured.add(values);
                    }
                },
                new StopSignal());
        assertThat(measured.get(0).get("test.accuracy")).isEqualTo(last(engine().readRun(trained), "test.accuracy"));
    }
}
