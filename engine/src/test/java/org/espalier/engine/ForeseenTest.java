package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Problem;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plain arithmetic tells of a pipeline before it runs: learning rates, labels and what is left of how many. */
final class ForeseenTest {
    /** Its stages begin in line 6. There are 90 examples to train with; the layers have 32, 64 and 16 weights. */
    private static final String HEAD = """
        seed: 3
        model: { mlp: { layers: [4, 8, 8, 2] } }
        data: { csv: { train: train.csv, test: train.csv, label: class } }
        prepare: { validation: 10 }
        pipeline:
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeExamples() throws IOException {
        var text = new StringBuilder("a,b,c,d,class\n");
        for (int i = 0; i < 100; i++) {
            text.append(i)
                    .append(',')
                    .append(-i)
                    .append(",1,")
                    .append(i % 7)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        Files.writeString(folder.resolve("train.csv"), text);
    }

    private Engine engine() {
        return Engine.create(new EngineOptions(List.of(), folder));
    }

    private Path file(String pipeline) {
        try {
            return Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path run(String pipeline, List<String> said) {
        return engine().run(
                        file(pipeline),
                        new RunOptions(List.of(), folder.resolve("runs"), false, false),
                        new RunListener() {
                            @Override
                            public void said(String message) {
                                said.add(message);
                            }
                        },
                        new StopSignal());
    }

    private void requireProblems(String pipeline, String... expected) {
        assertThatThrownBy(() -> engine().check(file(pipeline), List.of()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(told(e.problems()))
                        .containsExactly(expected));
    }

    private void requireWarnings(String pipeline, String... expected) {
        assertThat(told(engine().check(file(pipeline), List.of()).warnings())).containsExactly(expected);
    }

    private static List<String> told(List<Problem> problems) {
        return problems.stream().map(Problem::message).toList();
    }

    private static String prune(String options) {
        return "  - prune: { criterion: random, " + options + " }\n";
    }

    @Test
    void pipelinesThatNeedNoDataHaveNone() throws IOException {
        String head = """
            seed: 3
            model: { mlp: { layers: [4, 3] } }
            data: { none: { shape: [4], classes: 3 } }
            """;
        for (String prepare : List.of("", "prepare: { validation: 0 }\n", "prepare: { validation: 10 }\n")) {
            String pipeline = head + prepare + "pipeline:\n" + prune("keep: 0.5") + "  - report\n";
            requireWarnings(pipeline);
            assertThat(run(pipeline, new ArrayList<>()).resolve("model.safetensors"))
                    .exists();
        }
        requireProblems(
                head + "pipeline:\n  - train: 1\n",
                "stage 'train' needs labelled data, but this pipeline has no 'data'.");
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            assertThat(runs).hasSize(3);
        }
    }

    @Test
    void learningRatesOfNothing() {
        String ends =
                " epochs, is entered after %s and ends at 0. Begin a schedule of its own with 'schedule-epochs: 0',"
                        + " give the length of all trainings together, or a 'final-learning-rate' above 0";
        requireProblems(
                HEAD + "  - train: { epochs: 1, batch-size: 10, schedule: one-shot }\n",
                "train: the learning rate is 0 at each of the 9 steps: the schedule, of 1" + ends.formatted("0"));
        String third = "  - train: { epochs: 3, batch-size: 10, schedule: linear, schedule-epochs: 3 }\n";
        requireProblems(
                HEAD + third + third,
                "train#2: the learning rate is 0 at each of the 27 steps: the schedule, of 3" + ends.formatted("3"));
        requireProblems(
                HEAD + "  - train: 4\n" + third,
                "train#2: the learning rate is 0 at each of the 27 steps: the schedule, of 3" + ends.formatted("4"));
        requireWarnings(
                HEAD + "  - train: { epochs: 2, batch-size: 10, schedule: cosine, schedule-epochs: 1 }\n",
                "train: the learning rate is 0 at the last 9 of 18 steps: the schedule, of 1" + ends.formatted("0"));
    }

    @Test
    void learningRatesThatARewindBringsBackOrAHookMayLeave() {
        String third = "  - train: { epochs: 3, batch-size: 10, schedule: linear, schedule-epochs: 3 }\n";
        requireWarnings(HEAD + third + "  - rewind: { to: initial, what: [weights, learning-rate] }\n" + third);
        requireWarnings(HEAD + third.replace(" }", ", with: [ { early-stopping: { patience: 1 } } ] }") + third);
        requireWarnings(HEAD + "  - branch: { name: a, do: [ train: 4 ] }\n" + third);
        requireWarnings(HEAD + "  - train: 4\n  - reinitialize\n" + third);
    }

    @Test
    void labelsOfStepsAndOfSequences() {
        String text = """
            seed: 1
            model: MODEL
            data: { text: { file: train.csv, length: 8 } }
            pipeline:
              - train: 1
            """;
        String each =
                "train: each example has 8 labels, but the network classifies it 1 time. Let it classify every step:"
                        + " 'every-step: true' of lstm, gru and transformer";
        requireProblems(text.replace("MODEL", "{ gru: { units: 4 } }"), each);
        requireProblems(text.replace("MODEL", "{ layers: [ flatten, { dense: 19 } ] }"), each);
        requireWarnings(text.replace("MODEL", "{ gru: { units: 4, every-step: true } }"));
        requireProblems(
                HEAD.replace("label: class", "label: class, shape: [2, 2]")
                                .replace("mlp: { layers: [4, 8, 8, 2] }", "lstm: { units: 3, every-step: true }")
                        + "  - train: 1\n",
                "train: each example has 1 label, but the network classifies it 2 times. Let it classify a sequence as"
                        + " a whole: 'every-step: false' of lstm, gru and transformer");
    }

    @Test
    void targetsThatAreNotMetAreKnownBefore() {
        requireWarnings(HEAD + prune("keep: 0.3"));
        requireWarnings(HEAD + prune("keep: 0.3, distribution: uniform"));
        requireWarnings(HEAD + prune("keep: 0.5, granularity: neuron, distribution: uniform"));
        requireWarnings(HEAD + prune("keep: 100000"), "prune: 100,000 weights are to be left, but there are only 112");
        requireWarnings(
                HEAD + prune("keep: 0.5") + prune("keep: 0.8"),
                "prune#2: 90 of 112 weights are to be left (80.00 %), but 56 will be (50.00 %)");
        requireWarnings(
                HEAD + prune("keep: 0.3, minimum: 1000"),
                "prune: 34 of 112 weights are to be left (30.00 %), but 112 will be (100.00 %)");
        requireWarnings(
                HEAD + prune("keep: 0.3, distribution: { global: { except: ['*'] } }"),
                "prune: 34 of 112 weights are to be left (30.00 %), but 112 will be (100.00 %)");
    }

    @Test
    void unitsAreRoundedWithinATenth() {
        requireWarnings(
                HEAD + prune("keep: 0.3, granularity: layer"),
                "prune: 1 of 3 units are to be left (30.00 %), but 3 will be (100.00 %)");
        requireWarnings(
                HEAD + prune("keep: 0.3, granularity: { block: { height: 300, width: 300 } }"),
                "prune: 1 of 3 units are to be left (30.00 %), but 3 will be (100.00 %)");
    }

    @Test
    void aShareThatNobodyTakesIsSaid() {
        var said = new ArrayList<String>();
        String words = "'keep' has no effect, since the distribution has shares of its own for all layers";
        run(HEAD + prune("keep: 0.3, distribution: { n-of-m: { keep: 1, of: 2 } }"), said);
        assertThat(said).anyMatch(line -> line.contains(words));
        said.clear();
        run(HEAD + prune("keep: 0.3, distribution: { per-layer: { keep: { fc1: 0.5 } } }"), said);
        assertThat(said).noneMatch(line -> line.contains(words));
    }

    @Test
    void trainingsOfNoStepAndOfTooMany() {
        requireProblems(
                HEAD + "  - train: { epochs: 0, with: [ keep-best ] }\n  - rewind: best\n",
                "rewind: no snapshot 'best'; there are initial. Take one with 'snapshot: best' before");
        requireProblems(
                HEAD + "  - train: { epochs: 1.0e+300 }\n",
                "stage 'train': 'epochs' must be at most 1,000,000, as no training is longer, but is 1.0E300");
    }

    @Test
    void whatAPolicyWillRefuseAtItsFirstMoment() {
        requireProblems(
                HEAD + "  - train: { epochs: 1, batch-size: 10, with: [ { sparsify: { every: { steps: 2 }, policy: {"
                        + " prune: { criterion: random, keep: 0.5, distribution: { per-layer: { keep: { conv: 0.5 } } } } } }"
                        + " } ] }\n",
                "train/with[1]: no prunable parameter matches 'conv'. There are: fc1.weight, fc2.weight, fc3.weight");
    }
}
