package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Problem;
import org.espalier.engine.run.RunFiles;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a pipeline before anything is trained; what is found at the end of a stage that had an aim. */
final class RehearsalTest {
    /** Its stages begin in line 6. There are 90 examples to train with, 10 to validate and 20 to test. */
    private static final String HEAD = """
        seed: 3
        model: { mlp: { layers: [4, 8, 2] } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        prepare: { validation: 10 }
        pipeline:
        """;

    private static final String NORMALIZED = HEAD.replace(
            "{ mlp: { layers: [4, 8, 2] } }", "{ layers: [ { dense: 8 }, batch-norm, relu, { dense: 2 } ] }");

    @TempDir
    Path folder;

    @BeforeEach
    void writeExamples() throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(100, 1));
        Files.writeString(folder.resolve("test.csv"), examples(20, 1));
        Files.writeString(folder.resolve("four.csv"), examples(4, 1));
        Files.writeString(folder.resolve("large.csv"), examples(100, 1e12));
    }

    private static String examples(int count, double size) {
        var random = new Random(count);
        var text = new StringBuilder("a,b,c,d,class\n");
        for (int i = 0; i < count; i++) {
            for (int feature = 0; feature < 4; feature++) {
                text.append(size * random.nextGaussian()).append(',');
            }
            text.append(i % 2).append('\n');
        }
        return text.toString();
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

    private Path run(String pipeline, boolean strict, List<String> said) {
        return engine().run(
                        file(pipeline),
                        new RunOptions(List.of(), folder.resolve("runs"), false, strict),
                        new RunListener() {
                            @Override
                            public void said(String message) {
                                said.add(relative(message));
                            }
                        },
                        new StopSignal());
    }

    @Test
    void aMetricThatCountsEveryAnswerAsRightIsAWarning() {
        requireWarnings(
                HEAD + "  - evaluate: { metrics: [ top-5, { top-k: 2 }, { top-k: 1 } ] }\n",
                "pipeline.yaml:6:5: evaluate: 'top-5' is 1 whatever the network answers: there are 2 classes. Take a k"
                        + " below that",
                "pipeline.yaml:6:5: evaluate: 'top-2' is 1 whatever the network answers: there are 2 classes. Take a k"
                        + " below that");
    }

    /** Checking finds exactly these, and so does a run, before it begins. */
    private void requireProblems(String pipeline, String... expected) {
        assertThatThrownBy(() -> engine().check(file(pipeline), List.of()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(told(e.problems()))
                        .containsExactly(expected));
        assertThatThrownBy(() -> run(pipeline, false, new ArrayList<>()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(told(e.problems()))
                        .containsExactly(expected));
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private void requireWarnings(String pipeline, String... expected) {
        assertThat(told(engine().check(file(pipeline), List.of()).warnings())).containsExactly(expected);
    }

    private List<String> told(List<Problem> problems) {
        return problems.stream().map(Problem::toString).map(this::relative).toList();
    }

    private String relative(String message) {
        return message.replace(folder + "/", "").replaceAll("Looked for .*", "Looked for ...");
    }

    @Test
    void everythingIsFoundAtOnce() {
        requireProblems(
                HEAD.replace("validation: 10", "validation: 0") + """
                      - train: { epochs: 1, freeze: ['conv*', fc1] }
                      - evaluate
                      - rewind: { to: nowhere }
                      - load: { file: nowhere.safetensors }
                      - train: { epochs: 1.0e-9 }
                      - train: { epochs: 1, with: [ keep-best ] }
                    """,
                "pipeline.yaml:6:5: train: freeze: no layer matches 'conv*'; there are [fc1, relu1, fc2]",
                "pipeline.yaml:7:5: stage 'evaluate' needs validation examples, but 'validation' under 'prepare' is 0.",
                "pipeline.yaml:8:5: rewind: no snapshot 'nowhere'; there are initial. Take one with 'snapshot: nowhere'"
                        + " before",
                "pipeline.yaml:9:5: load: 'nowhere.safetensors' is not there. Looked for ...",
                "pipeline.yaml:10:5: train#2: 1.0E-9 epochs of 2 steps each come to no step. Give at least 0.5000"
                        + " epochs",
                "pipeline.yaml:11:33: training hook 'keep-best' needs validation examples, but 'validation' under"
                        + " 'prepare' is 0.");
    }

    @Test
    void modelAndDataAreFoundWrongTogetherWithNeeds() {
        requireProblems(
                HEAD.replace("train.csv", "nowhere.csv") + "  - evaluate\n",
                "pipeline.yaml:3:9: 'nowhere.csv' is not there. Looked for ...");
        requireProblems(
                HEAD.replace("[4, 8, 2]", "[4, 8, 3]") + "  - evaluate\n",
                "pipeline.yaml:2:10: layers [4, 8, 3] end with 3 classes, but the data has 2");
    }

    @Test
    void splitsThatComeOutEmpty() {
        requireProblems(
                HEAD.replace("validation: 10", "validation: 0.1").replace("train.csv", "four.csv")
                        + "  - train: 1\n  - evaluate\n",
                "pipeline.yaml:7:5: stage 'evaluate' needs validation examples, but a share of 0.1 of 4 training"
                        + " examples is none. Give 'validation' under 'prepare' a larger share, or a count.");
        String text = """
            seed: 1
            model: { lstm: { units: 4, every-step: true } }
            data: { text: { file: train.csv, length: 64, test: 0.001 } }
            pipeline:
              - train: 1
              - evaluate: { split: test }
            """;
        assertThatThrownBy(() -> engine().check(file(text), List.of()))
                .hasMessageContaining(
                        "pipeline.yaml:6:5: evaluate: there are no test examples to measure on; the data have ");
    }

    @Test
    void snapshotsThatNobodyTakesOrUses() {
        requireProblems(
                HEAD + """
                      - snapshot: a
                      - train: 1
                      - snapshot: a
                      - repeat: { times: 3, do: [ { snapshot: b }, { train: 1 } ] }
                      - rewind: { to: b }
                      - rewind: { to: best }
                    """,
                "pipeline.yaml:8:5: snapshot#2: takes the snapshot 'a' anew, but nothing went back to that of"
                        + " pipeline.yaml:6:5. Choose another name",
                "pipeline.yaml:11:5: rewind#2: no snapshot 'best'; there are initial, a, b. Take one with 'snapshot:"
                        + " best' before");
        requireWarnings(HEAD + """
              - snapshot: a
              - train: { epochs: 1, with: [ keep-best ] }
              - rewind: { to: best }
              - rewind: { to: a }
              - snapshot: a
            """);
    }

    @Test
    void snapshotsOfTheRunItself() {
        requireProblems(
                HEAD + "  - snapshot: initial\n  - train: { epochs: 1, with: [ { keep-best: { as: initial } } ] }\n",
                "pipeline.yaml:6:5: stage 'snapshot': the snapshot 'initial' is kept by the run itself. Choose another"
                        + " name",
                "pipeline.yaml:7:35: training hook 'keep-best': the snapshot 'initial' is kept by the run itself."
                        + " Choose another name");
    }

    @Test
    void filesOfTheRunAreNotWrittenOver() {
        requireProblems(
                HEAD + """
                      - save: { file: metrics.csv }
                      - save: { file: ./Run.json }
                      - save: { file: checkpoints/a }
                      - save: { file: ../x }
                      - save: { file: a/../../x }
                      - save: { file: . }
                    """,
                "pipeline.yaml:6:5: stage 'save': the run keeps 'metrics.csv' itself, so a model cannot be written"
                        + " there. Name another file",
                "pipeline.yaml:7:5: stage 'save': the run keeps 'Run.json' itself, so a model cannot be written there."
                        + " Name another file",
                "pipeline.yaml:8:5: stage 'save': the run keeps 'checkpoints' itself, so a model cannot be written"
                        + " there. Name another file",
                "pipeline.yaml:9:5: stage 'save': '../x' lies outside the run's directory. Write a path within it, or"
                        + " an absolute one",
                "pipeline.yaml:10:5: stage 'save': 'a/../../x' lies outside the run's directory. Write a path within"
                        + " it, or an absolute one",
                "pipeline.yaml:11:5: stage 'save': '.' is the run's directory itself. Name a file within it");
        requireProblems(
                HEAD + "  - save: { file: a }\n  - train: 1\n  - save: { file: ./a }\n",
                "pipeline.yaml:8:5: save#2: writes over 'a', which pipeline.yaml:6:5 has written. Name another file");
        requireProblems(
                HEAD + "  - save: { file: a }\n  - save: { file: a/b }\n",
                "pipeline.yaml:7:5: save#2: 'a/b' lies in 'a', which is a file, too: pipeline.yaml:6:5 writes 'a'. Name"
                        + " another file");
        requireProblems(
                HEAD + "  - save: { file: a/b }\n  - save: { file: a }\n",
                "pipeline.yaml:7:5: save#2: 'a/b' lies in 'a', which is a file, too: pipeline.yaml:6:5 writes 'a/b'."
                        + " Name another file");
        requireProblems(
                HEAD + "  - save: { file: model.safetensors/a }\n",
                "pipeline.yaml:6:5: save: 'model.safetensors/a' lies in 'model.safetensors', a file that the run writes"
                        + " when it ends. Name another file");
        requireProblems(
                HEAD + "  - save: { file: a/" + "x".repeat(251) + " }\n",
                "pipeline.yaml:6:5: stage 'save': '" + "x".repeat(40) + "…' has 251 bytes; the name of a file or folder"
                        + " has at most 250");
        requireWarnings(
                HEAD + "  - save\n  - train: 1\n",
                "pipeline.yaml:6:5: save: the run writes its last network to 'model.safetensors' when it ends, over"
                        + " what is saved here. Name another file");
        requireWarnings(HEAD + "  - repeat: { times: 2, do: [ { train: 1 }, save ] }\n  - evaluate\n");
    }

    @Test
    void noFileThatARunKeepsIsAPlaceForAModel() throws IOException {
        Path run = run(HEAD + """
              - prune: { criterion: random, keep: 0.5 }
              - train: 1
              - evaluate: { metrics: [ accuracy, confusion-matrix ] }
              - report: [ html, json, text, csv ]
            """, false, new ArrayList<>());
        try (Stream<Path> inside = Files.list(run)) {
            assertThat(inside.map(file -> file.getFileName().toString()))
                    .hasSizeGreaterThanOrEqualTo(12)
                    .allSatisfy(name -> {
                        if (name.equals("model.safetensors")) {
                            RunFiles.requireFree(name);
                        } else {
                            assertThatThrownBy(() -> RunFiles.requireFree(name)).hasMessageContaining(name);
                        }
                    });
        }
    }

    @Test
    void whatAnEarlierStageWritesMayBeLoaded() {
        Path saved = folder.resolve("saved.safetensors");
        requireWarnings(HEAD + "  - save: { file: " + saved + " }\n  - train: 1\n  - load: " + saved + "\n");
    }

    @Test
    void momentsThatNeverCome() {
        String sparsify =
                "  - train: { epochs: 3, batch-size: 30, with: [ { sparsify: { every: { EVERY }, policy: { prune:"
                        + " { criterion: random, keep: 0.5 } } } } ] }\n";
        requireWarnings(
                HEAD + sparsify.replace("EVERY", "steps: 100"),
                "pipeline.yaml:6:51: train/with[1]: 'every: { steps: 100 }' comes to no moment in a training of 9"
                        + " steps, so masks do not change. Give a smaller distance, or more epochs");
        requireWarnings(
                HEAD + sparsify.replace("EVERY", "epochs: 5, until: 0.9"),
                "pipeline.yaml:6:51: train/with[1]: 'every: { epochs: 5.0, until: 0.9 }' comes to no moment in a"
                        + " training of 9 steps, so masks do not change. Give a smaller distance, or more epochs");
        requireWarnings(HEAD + sparsify.replace("EVERY", "epochs: 3"));
        requireWarnings(HEAD + sparsify.replace("EVERY", "steps: 100, until: 0"));
    }

    @Test
    void masksThatTwoDecideOn() {
        requireProblems(
                HEAD + """
                      - train:
                          epochs: 1
                          with:
                            - sparsify: { every: { steps: 1 }, policy: { prune: { criterion: random, keep: 0.5 } } }
                            - sparsify: { every: { steps: 1 }, policy: { prune: { criterion: random, keep: 0.4 } } }
                    """,
                "pipeline.yaml:10:11: train/with[2]: decides on masks that the hook of pipeline.yaml:9:11 decides on,"
                        + " too, such as that of 'fc1.weight': each undoes what the other did. Leave one of them out, or"
                        + " train with one after the other");
    }

    @Test
    void weightsThatTwoParameterize() {
        requireProblems(
                HEAD + """
                      - train:
                          epochs: 1
                          with:
                            - parameterize: { with: hard, parameters: fc1.weight }
                            - parameterize: { with: straight-through, parameters: fc2.weight }
                            - parameterize: { with: dense-gradient }
                    """,
                "pipeline.yaml:11:11: train/with[3]: replaces the parameterization that the hook of pipeline.yaml:9:11"
                        + " gives to weights, such as 'fc1.weight'. Leave one of them out, or give them different"
                        + " 'parameters'",
                "pipeline.yaml:11:11: train/with[3]: replaces the parameterization that the hook of pipeline.yaml:10:11"
                        + " gives to weights, such as 'fc2.weight'. Leave one of them out, or give them different"
                        + " 'parameters'");
        String train = "  - train: { epochs: 1, with: [ { parameterize: { with: hard } } ] }\n";
        requireWarnings(HEAD + train + train);
    }

    @Test
    void oneSnapshotThatTwoTake() {
        requireProblems(
                HEAD + "  - train: { epochs: 1, with: [ keep-best, { keep-best: { metric: loss } } ] }\n",
                "pipeline.yaml:6:46: train/with[2]: takes the snapshot 'best', which the hook of pipeline.yaml:6:33"
                        + " takes, too: each loses what the other kept. Choose another name");
    }

    @Test
    void aHookThatIsWrittenTwice() {
        requireProblems(
                HEAD + "  - train: { epochs: 1, with: [ keep-best, keep-best ] }\n",
                "pipeline.yaml:6:44: train/with[2]: this hook is there already, with the same options. Remove one of"
                        + " them");
    }

    @Test
    void batchesOfOneExample() {
        requireProblems(
                NORMALIZED + "  - train: { epochs: 1, batch-size: 1 }\n",
                "pipeline.yaml:6:5: train: batch normalization 'bn1' sees one example at a time, and subtracts its"
                        + " mean, which is the example itself, so that nothing is left to learn from. Give a 'batch-size'"
                        + " of at least 2");
        requireWarnings(
                NORMALIZED + "  - train: { epochs: 1, batch-size: 89 }\n",
                "pipeline.yaml:6:5: train: batch normalization 'bn1' sees one example in the last batch of each epoch:"
                        + " 90 examples in batches of 89. A 'batch-size' of 90 avoids that");
        requireWarnings(NORMALIZED + "  - train: { epochs: 0.5, batch-size: 89 }\n");
        requireWarnings(HEAD + "  - train: { epochs: 1, batch-size: 1 }\n");
    }

    @Test
    void moreExamplesThanThereAre() {
        String recalibrate = NORMALIZED + "  - train: 1\n  - recalibrate\n";
        String shortage =
                "a measurement asks for 20 batches of 128 training examples, but there are 90; it takes 90 of them";
        requireWarnings(recalibrate, "pipeline.yaml:7:5: recalibrate: " + shortage);
        var said = new ArrayList<String>();
        run(recalibrate, false, said);
        assertThat(said).contains("warning: pipeline.yaml:7:5: recalibrate: " + shortage, shortage);
        String gradient = HEAD + "  - prune: { policy: { prune: { criterion: { gradient: { batches: 3, size: 40 } },"
                + " keep: 0.5 } } }\n";
        requireWarnings(
                gradient,
                "pipeline.yaml:6:5: prune: a measurement asks for 3 batches of 40 training examples, but there are 90;"
                        + " it takes 80 of them");
        run(gradient, false, new ArrayList<>());
    }

    @Test
    void epochsThatAreNoLength() {
        requireProblems(
                HEAD + "  - train: { epochs: .inf }\n  - train: { epochs: 1, schedule-epochs: .inf }\n",
                "pipeline.yaml:6:22: epochs must be finite but was .inf",
                "pipeline.yaml:7:42: schedule-epochs must be finite but was .inf");
        requireWarnings(HEAD + "  - train: 0\n", "pipeline.yaml:6:5: train: nothing is trained, since 'epochs' is 0");
        requireWarnings(
                HEAD + "  - train: { epochs: 1, accumulate: 2147483647 }\n",
                "pipeline.yaml:6:5: train: 'accumulate' is 2147483647, but an epoch has only 2 batches; a step takes"
                        + " all of them");
    }

    @Test
    void asManyBatchesAsThereAreAreAccumulated() {
        RunRecord record = engine().readRun(
                        run(HEAD + "  - train: { epochs: 2, accumulate: 2147483647 }\n", false, new ArrayList<>()));
        assertThat(record.metrics()).last().satisfies(row -> assertThat(row.step())
                .isEqualTo(2));
    }

    @Test
    void namesAreNotCheckedBehindLayersThatAreNotKnownYet() {
        // a measured criterion leaves layers alone, so that what freezes none is still found
        requireProblems(
                HEAD
                        + "  - prune: { policy: { prune: { criterion: { gradient: { batches: 1, size: 40 } }, keep:"
                        + " 0.5 } } }\n"
                        + "  - train: { epochs: 1, freeze: ['conv*'] }\n",
                "pipeline.yaml:7:5: train: freeze: no layer matches 'conv*'; there are [fc1, relu1, fc2]");
    }

    @Test
    void aCountThatLooksLikeAPercentageIsAWarning() {
        requireWarnings(
                HEAD.replace("layers: [4, 8, 2]", "layers: [4, 800, 2]")
                        + "  - prune: { criterion: random, keep: 20 }\n"
                        + "  - train: { epochs: 1, with: [ { sparsify: { every: { steps: 1 }, policy: { prune: {"
                        + " criterion: random, keep: 7 } } } } ] }\n"
                        + "  - prune: { criterion: random, keep: 101 }\n",
                "pipeline.yaml:6:5: prune: 20 of 4,800 weights are to be left (0.42 %): a number above 1 is a count."
                        + " 20 % is written 0.2",
                "pipeline.yaml:7:35: train/with[1]: 7 of 4,800 weights are to be left (0.15 %): a number above 1 is a"
                        + " count. 7 % is written 0.07");
    }

    @Test
    void anAimThatIsNotReachedIsSaidAndTakenDown() {
        String gradual =
                HEAD + "  - train: { epochs: 3, batch-size: 30, with: [ { sparsify: { every: { steps: 100 }, policy:"
                        + " { prune: { criterion: random, keep: 0.25, schedule: cubic, revive: true } } } } ] }\n";
        String words = "12 of 48 weights were to be left (25.00 %), but 48 are (100.00 %)";
        var said = new ArrayList<String>();
        RunRecord record = engine().readRun(run(gradual, false, said));
        assertThat(said).contains("warning: train/with[1]: " + words);
        assertThat(record.remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.key()).isEqualTo("warning");
            assertThat(remark.words()).isEqualTo(words);
        });
        assertThatThrownBy(() -> run(gradual, true, new ArrayList<>()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("comes to no moment in a training of 9 steps");
    }

    @Test
    void aStrictRunThatMissesItsAimFinishesAndFails() {
        // measured, so that it is not known before
        String pipeline = HEAD
                + "  - prune: { policy: { prune: { criterion: { gradient: { batches: 1, size: 40 } }, keep: 0 } } }\n"
                + "  - train: 1\n";
        assertThatThrownBy(() -> run(pipeline, true, new ArrayList<>()))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining(
                        "is finished, but did not come as asked: prune: 0 of 48 weights were to be left (0.00 %),"
                                + " but 2 are (4.17 %)");
        run(HEAD + "  - prune: { policy: { prune: { criterion: random, keep: 0.5 } } }\n", true, new ArrayList<>());
        run(
                HEAD
                        + "  - prune: { policy: { prune: { criterion: random, granularity: neuron, keep: 0.5,"
                        + " distribution: uniform } } }\n",
                true,
                new ArrayList<>());
    }

    @Test
    void largeInputsAreNoMatterOfTheLearningRate() {
        assertThatThrownBy(
                        () -> run(HEAD.replace("train.csv", "large.csv") + "  - train: 1\n", false, new ArrayList<>()))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("train: step 1 of 2: the training loss became ")
                .hasMessageContaining("Inputs are large: the largest absolute value of this batch is ")
                .hasMessageEndingWith("e+12. Bring them to a usual size with 'normalise: per-channel' under 'prepare'");
    }

    @Test
    void shortFormsAreAccepted() {
        requireProblems(
                HEAD + "  - prune: { criterion: random, kep: 0.5 }\n",
                "pipeline.yaml:6:33: mask policy 'prune' has no option 'kep'. Did you mean 'keep'? Options: criterion,"
                        + " distribution, granularity, schedule, keep, of, initial-keep, revive, minimum.");
        var said = new ArrayList<String>();
        RunRecord record = engine().readRun(run(HEAD + "  - prune: { criterion: random, keep: 0.5 }\n", true, said));
        assertThat(record.metrics()).last().satisfies(row -> assertThat(row.value())
                .isEqualTo(0.5));
    }
}
