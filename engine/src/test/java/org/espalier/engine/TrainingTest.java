package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.ConfusionRow;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.api.report.RunRecord.MetricRow;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings as a whole, on a small set of examples, in which the class is the larger of two features. */
final class TrainingTest {
    private static final String HEAD = """
        seed: 3
        model: { mlp: { layers: [3, 8, 2] } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        prepare: { validation: 40 }
        pipeline:
        """;

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void writeExamples() throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(240, 1));
        Files.writeString(folder.resolve("test.csv"), examples(50, 2));
    }

    private static String examples(int count, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,class\n");
        for (int i = 0; i < count; i++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            int label = (a > b ? 1 : 0) ^ (random.nextInt(8) == 0 ? 1 : 0);
            text.append(a + "," + b + "," + random.nextGaussian() + "," + label + "\n");
        }
        return text.toString();
    }

    private RunRecord run(String pipeline) throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
        Engine engine = Engine.create(new EngineOptions(List.of(), folder));
        var listener = new RunListener() {
            @Override
            public void said(String message) {
                said.add(message);
            }
        };
        return engine.readRun(
                engine.run(file, new RunOptions(List.of(), folder.resolve("runs"), true), listener, new StopSignal()));
    }

    private RunRecord stages(String... stages) throws IOException {
        return run(HEAD + "  - " + String.join("\n  - ", stages) + "\n");
    }

    @Test
    void weightsThatComeBackAsZerosAreTold() throws IOException {
        String stages =
                "{ train: 1 }|{ snapshot: dense }|{ prune: { criterion: random, keep: 0.5 } }|{ rewind: { to: dense,"
                        + " what: WHAT } }";
        stages(stages.replace("WHAT", "[masks]").split("\\|"));
        assertThat(said)
                .contains(
                        "warning: rewind: 20 of 20 weights that come back to life are 0, as they were while masked, and"
                                + " count as alive. Let 'weights' come back with 'masks', or train on");
        said.clear();
        stages(stages.replace("WHAT", "[masks, weights]").split("\\|"));
        assertThat(said).noneMatch(message -> message.contains("come back"));
    }

    private static List<Double> values(RunRecord record, String key) {
        return record.metrics().stream()
                .filter(row -> row.key().equals(key))
                .map(MetricRow::value)
                .toList();
    }

    private static double last(RunRecord record, String key) {
        List<Double> values = values(record, key);
        assertThat(values).as(key).isNotEmpty();
        return values.get(values.size() - 1);
    }

    @Test
    void fourBatchesOfSixteenMakeTheStepOfOneOfSixtyFour() throws IOException {
        String rest = "epochs: 3, optimizer: { momentum: { learning-rate: 0.1 } } } }";
        RunRecord whole = stages("{ train: { batch-size: 64, " + rest);
        RunRecord parts = stages("{ train: { batch-size: 16, accumulate: 4, " + rest);
        // 200 examples: three full steps an epoch and one of what is left, 8 examples.
        assertThat(last(whole, "validation.loss"))
                .isNotEqualTo(values(whole, "validation.loss").get(0));
        for (int epoch = 0; epoch < 3; epoch++) {
            for (String key : List.of("train.loss", "validation.loss")) {
                assertThat(values(parts, key).get(epoch))
                        .isCloseTo(values(whole, key).get(epoch), within(1e-5));
            }
        }
        assertThat(parts.metrics().stream().map(MetricRow::step))
                .containsExactlyElementsOf(
                        whole.metrics().stream().map(MetricRow::step).toList());
    }

    @Test
    void smoothedLabelsAreTrainedWithButNotMeasuredWith() throws IOException {
        String train = "{ train: { epochs: 1, optimizer: { sgd: { learning-rate: 1e-9 } }, label-smoothing: ";
        RunRecord plain = stages(train + "0 } }");
        RunRecord smoothed = stages(train + "0.5 } }");
        assertThat(last(smoothed, "train.loss")).isNotCloseTo(last(plain, "train.loss"), within(1e-3));
        assertThat(last(smoothed, "validation.loss")).isCloseTo(last(plain, "validation.loss"), within(1e-5));
    }

    @Test
    void trainingStopsWhenValidationGetsNoBetter() throws IOException {
        RunRecord record = stages("{ train: { epochs: 50, optimizer: { sgd: { learning-rate: 1e-9 } }, with: [ {"
                + " early-stopping: { metric: loss, patience: 3, least: 0.01 } } ] } }");
        assertThat(values(record, "train.loss")).hasSize(4);
        assertThat(said).anySatisfy(message -> assertThat(message)
                .startsWith("train: stopped after step 16: validation loss was ")
                .endsWith(" after epoch 1.00000 and has not become better for 3 epochs"));
    }

    @Test
    void aTrainingThatGetsBetterIsNotStopped() throws IOException {
        RunRecord record = stages("{ train: { epochs: 6, optimizer: { sgd: { learning-rate: 0.01 } }, with: [ {"
                + " early-stopping: { metric: loss, patience: 1 } } ] } }");
        assertThat(values(record, "train.loss")).hasSize(6);
    }

    @Test
    void theBestEpochIsWhatTrainingLeaves() throws IOException {
        RunRecord record = stages(
                "{ train: { epochs: 8, optimizer: { adam: { learning-rate: 0.5 } }, with: [ { keep-best: { metric: loss"
                        + " } } ] } }",
                "{ evaluate: { metrics: [ loss ] } }");
        List<Double> losses = values(record, "validation.loss");
        double best = losses.stream().limit(8).min(Double::compare).orElseThrow();
        assertThat(losses.get(7)).as("the last epoch is not the best").isGreaterThan(best);
        assertThat(losses.get(8)).isEqualTo(best);
        assertThat(last(record, "best-validation.loss")).isEqualTo(best);
        assertThat(last(record, "last-validation.loss")).isEqualTo(losses.get(7));
        assertThat(last(record, "best-epoch")).isEqualTo(losses.indexOf(best) + 1.0);
    }

    @Test
    void theBestBringsItsMasksBack() throws IOException {
        RunRecord record = stages(
                "{ train: { epochs: 6, optimizer: { adam: { learning-rate: 0.05 } }, with: [ { sparsify: { every: {"
                        + " steps: 1, from: 0.9 }, policy: { prune: { criterion: random, schedule: linear, keep: 0.05 } }"
                        + " } }, { keep-best: { metric: loss } } ] } }",
                "{ evaluate: { metrics: [ loss, density ] } }");
        assertThat(record.masks().stream().mapToLong(MaskRow::alive).min().orElseThrow())
                .isLessThan(3);
        assertThat(last(record, "best-epoch")).isLessThan(6);
        assertThat(last(record, "last-validation.loss")).isGreaterThan(last(record, "best-validation.loss"));
        assertThat(last(record, "validation.density")).isEqualTo(1);
        assertThat(last(record, "validation.loss")).isEqualTo(last(record, "best-validation.loss"));
        assertThat(densityBefore(record, "best-validation.loss")).isEqualTo(1);
        assertThat(densityBefore(record, "last-validation.loss")).isLessThan(0.1);
        assertThat(leftAtTheEnd(record)).isEqualTo(1);
    }

    private static double densityBefore(RunRecord record, String key) {
        double density = Double.NaN;
        for (MetricRow row : record.metrics()) {
            if (row.key().equals(key)) {
                return density;
            }
            density = row.key().equals("density") ? row.value() : density;
        }
        return Double.NaN;
    }

    /** Returns the share alive of the last two rows: the network has two matrices. */
    private static double leftAtTheEnd(RunRecord record) {
        List<MaskRow> last =
                record.masks().subList(record.masks().size() - 2, record.masks().size());
        return last.stream().mapToDouble(MaskRow::alive).sum()
                / last.stream().mapToDouble(MaskRow::size).sum();
    }

    @Test
    void takesDownMasksThatArePutBack() throws IOException {
        String prune = "prune: { criterion: random, keep: 0.25 }";
        for (String stage : List.of(
                "branch: { name: a, do: [ " + prune + " ] }",
                "compare: { from: present, methods: { a: [ " + prune + " ] } }",
                "repeat: { times: 1, do: [ " + prune + ", { rewind: { to: initial, what: [ masks ] } } ] }")) {
            RunRecord record = stages("{ " + stage + " }", "{ evaluate: { metrics: [ density ] } }");
            assertThat(record.masks().stream().mapToLong(MaskRow::alive).min().orElseThrow())
                    .as(stage)
                    .isLessThan(16);
            assertThat(leftAtTheEnd(record)).as(stage).isEqualTo(1);
            assertThat(record.masks())
                    .as("initial, pruned, put back: %s", stage)
                    .hasSize(6);
        }
    }

    @Test
    void hooksHeldTogetherTakePartAsIfEachWereListed() throws IOException {
        String weights = "{ parameterize: dense-gradient }";
        String masks =
                "{ sparsify: { every: { steps: 2 }, policy: { prune: { criterion: random, schedule: linear, keep: 0.2"
                        + " } } } }";
        String train = "{ train: { epochs: 2, with: [ ";
        RunRecord listed = stages(train + weights + ", " + masks + " ] } }");
        RunRecord held = stages(train + "{ together: { weights: " + weights + ", masks: " + masks + " } } ] } }");
        assertThat(listed.masks()).isNotEmpty();
        assertThat(held.masks()).isEqualTo(listed.masks());
        assertThat(held.metrics()).isEqualTo(listed.metrics());
    }

    @Test
    void everySoManyStepsBeginsAfterSoMany() throws IOException {
        String policy = "policy: { prune: { criterion: random, schedule: linear, keep: 0.2 } } } } ] } }";
        RunRecord every = stages("{ train: { epochs: 3, with: [ { sparsify: { every: { epochs: 1 }, " + policy);
        // 200 examples make four steps an epoch; the window's first revision keeps everything, and so changes no mask.
        assertThat(changes(every)).containsExactly(8L, 12L);
        RunRecord from =
                stages("{ train: { epochs: 3, with: [ { sparsify: { every: { steps: 4, from: 0.25 }, " + policy);
        assertThat(changes(from)).containsExactly(7L, 11L);
        RunRecord late =
                stages("{ train: { epochs: 1, with: [ { sparsify: { every: { epochs: 1, until: 0.5 }, " + policy);
        assertThat(changes(late)).isEmpty();
    }

    /** Returns the steps after which masks changed. */
    private static List<Long> changes(RunRecord record) {
        return record.masks().stream()
                .map(MaskRow::step)
                .filter(step -> step > 0)
                .distinct()
                .toList();
    }

    @Test
    void aChangeOfMasksCanTakeThePlaceOfTheWeightsUpdate() throws IOException {
        String train =
                "{ train: { epochs: 2, optimizer: { sgd: { learning-rate: 0.1 } }, with: [ { sparsify: { every: {"
                        + " steps: 1 }, policy: { prune: { criterion: random } }, replaces-update: %s } } ] } }";
        List<Double> moved = values(stages(train.formatted(false)), "validation.loss");
        assertThat(moved.get(1)).isNotEqualTo(moved.get(0));
        List<Double> replaced = values(stages(train.formatted(true)), "validation.loss");
        assertThat(replaced.get(1)).isEqualTo(replaced.get(0));
    }

    @Test
    void whatIsChosenByValidationNeedsValidation() {
        for (String hook : List.of("early-stopping", "keep-best")) {
            assertThatThrownBy(() -> run(HEAD.replace("validation: 40", "validation: 0")
                            + "  - train: { epochs: 1, with: [ " + hook + " ] }\n"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(
                            "%s:6:33: training hook '%s' needs validation examples, but 'validation' under"
                                    + " 'prepare' is 0.",
                            folder.resolve("pipeline.yaml"), hook);
        }
    }

    @Test
    void findingALearningRateLeavesNoTraceInWhatFollows() throws IOException {
        String before = "{ train: { epochs: 1, optimizer: { adam: { learning-rate: 0.01 } } } }";
        String after = "{ train: { epochs: 2, optimizer: { adam: { learning-rate: 0.01 } } } }";
        RunRecord without = stages(before, after);
        RunRecord with =
                stages(before, "{ find-learning-rate: { from: 1e-4, to: 1000, steps: 80, batch-size: 200 } }", after);
        assertThat(with.metrics().stream()
                        .filter(row -> !row.stage().startsWith("find-learning-rate"))
                        .toList())
                .isEqualTo(without.metrics());
        List<Double> rates = with.metrics().stream()
                .filter(row -> row.stage().startsWith("find-learning-rate")
                        && row.key().equals("learning-rate"))
                .map(MetricRow::value)
                .toList();
        assertThat(rates.get(0)).isEqualTo(1e-4, within(1e-12));
        assertThat(rates).isSorted().hasSameSizeAs(values(with, "smoothed-loss"));
        assertThat(said).anySatisfy(message -> assertThat(message)
                .matches("find-learning-rate: the loss falls fastest at a learning rate of \\S+; a tenth of the"
                        + " rate of its minimum is \\S+"));
    }

    @Test
    void aConfusionMatrixIsRecordedAndReadBack() throws IOException {
        RunRecord record = stages(
                "{ train: { epochs: 3 } }", "{ evaluate: { split: test, metrics: [ accuracy, confusion-matrix ] } }");
        assertThat(record.confusion()).isNotEmpty().allSatisfy(row -> {
            assertThat(row.stage()).isEqualTo("evaluate");
            assertThat(row.split()).isEqualTo("test");
        });
        assertThat(record.confusion().stream().mapToLong(ConfusionRow::count).sum())
                .isEqualTo(50);
        long right = record.confusion().stream()
                .filter(row -> row.actual() == row.predicted())
                .mapToLong(ConfusionRow::count)
                .sum();
        assertThat(right / 50.0).isCloseTo(last(record, "test.accuracy"), within(1e-12));
    }

    /** A window of one character shows what is asked most simply: each character follows from the one before. */
    @Test
    void aTextIsLearned() throws IOException {
        Files.writeString(folder.resolve("text.txt"), "abcdefgh".repeat(100));
        RunRecord record = run("""
            model: { layers: [ flatten, { dense: 8 } ] }
            data: { text: { file: text.txt, length: 1 } }
            pipeline:
              - train: { epochs: 10, optimizer: { adam: { learning-rate: 0.1 } } }
              - evaluate: { split: test, metrics: [ accuracy, perplexity, top-5 ] }
            """);
        assertThat(last(record, "test.accuracy")).isEqualTo(1);
        assertThat(last(record, "test.top-5")).isEqualTo(1);
        assertThat(last(record, "test.perplexity")).isBetween(1.0, 1.5);
    }
}
