package org.espalier.plugins.regrowth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.report.RunRecord;
import org.espalier.api.report.RunRecord.MaskRow;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.RunListener;
import org.espalier.engine.RunOptions;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Knobs;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.run.StopSignal;
import org.espalier.plugins.magnitude.MagnitudePlugin;
import org.espalier.testkit.PluginJar;
import org.espalier.testkit.engine.Configured;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method by its name, in trainings of a small network that the engine runs from a pipeline file. */
final class PresetsTest {
    /** The layers of the network have 48, 48 and 16 weights, and 200 examples make five steps an epoch. */
    private static final String PIPELINE = """
        seed: 5
        model: { mlp: { layers: [6, 8, 6, 2] } }
        data: { csv: { train: train.csv, test: test.csv, label: class } }
        prepare: { validation: 40 }
        pipeline:
          - train:
              epochs: 4
              batch-size: 40
              optimizer: OPTIMIZER
              with: [ HOOK ]
          - evaluate: { split: test, metrics: [ accuracy, density ] }
        """;

    private static final long WEIGHTS = 48 + 48 + 12;

    @TempDir
    private static Path shared;

    private static Engine engine = Engine.create(new EngineOptions(List.of(), Path.of(".")));

    @TempDir
    private Path folder;

    @BeforeAll
    static void loadPlugins() throws IOException {
        Path plugins = Files.createDirectory(shared.resolve("plugins"));
        new PluginJar().packing(RegrowthPlugin.class).writeTo(plugins.resolve("regrowth.jar"));
        new PluginJar().packing(MagnitudePlugin.class).writeTo(plugins.resolve("magnitude.jar"));
        engine = Engine.create(new EngineOptions(List.of(PluginDirectory.optional(plugins)), shared));
    }

    /** Whatever keeps a share says so, so that the result is held against it. */
    @Test
    void everyPolicyThatKeepsAShareAimsAtIt() {
        var plugin = new RegrowthPlugin();
        var kept = new ArrayList<String>();
        for (Provider<?> provider : plugin.providers()) {
            if (provider.spi() == MaskPolicy.class
                    && Knobs.of(provider.config()).stream()
                            .anyMatch(knob -> knob.name().equals("keep"))) {
                kept.add(provider.name());
            }
        }
        plugin.presets().stream()
                .filter(preset -> preset.spi() == MaskPolicy.class)
                // what is left follows from its thresholds
                .filter(preset -> !preset.name().equals("dynamic-network-surgery"))
                .map(Preset::name)
                .forEach(kept::add);
        assertThat(kept).contains("top-kast", "ac-dc", "rigl").allSatisfy(name -> {
            MaskPolicy policy = Configured.component(engine.registry(), MaskPolicy.class, "regrowth/" + name);
            assertThat(policy.aim()).as(name).isPresent();
        });
    }

    private RunRecord run(String hook, String optimizer) throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(240, 1));
        Files.writeString(folder.resolve("test.csv"), examples(60, 2));
        Path file = Files.writeString(
                folder.resolve("pipeline.yaml"), PIPELINE.replace("HOOK", hook).replace("OPTIMIZER", optimizer));
        return engine.readRun(engine.run(
                file, new RunOptions(List.of(), folder.resolve("runs"), true), new RunListener() {}, new StopSignal()));
    }

    private static String examples(int count, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder("a,b,c,d,e,f,class\n");
        for (int i = 0; i < count; i++) {
            double first = random.nextGaussian();
            text.append(first);
            for (int j = 1; j < 6; j++) {
                text.append(',').append(random.nextGaussian());
            }
            text.append(',').append(first > 0 ? 1 : 0).append('\n');
        }
        return text.toString();
    }

    /** Returns how many weights were alive after each change of masks, from the first sparse ones on. */
    private static List<Long> counts(RunRecord record) {
        List<MaskRow> rows = record.masks();
        var counts = new ArrayList<Long>();
        for (int i = 0; i + 3 <= rows.size(); i += 3) {
            counts.add(rows.subList(i, i + 3).stream().mapToLong(MaskRow::alive).sum());
        }
        return counts.stream().dropWhile(count -> count == WEIGHTS).toList();
    }

    private static List<List<Long>> layers(RunRecord record) {
        List<Long> alive = record.masks().stream().map(MaskRow::alive).toList();
        var layers = new ArrayList<List<Long>>();
        for (int i = 0; i + 3 <= alive.size(); i += 3) {
            layers.add(alive.subList(i, i + 3));
        }
        return layers.stream()
                .dropWhile(layer -> layer.stream().mapToLong(Long::longValue).sum() == WEIGHTS)
                .toList();
    }

    private static double last(RunRecord record, String key) {
        return record.metrics().stream()
                .filter(row -> row.key().equals(key))
                .reduce((first, second) -> second)
                .orElseThrow()
                .value();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        set                       | { policy: { set: { keep: 0.25 } } }
        rigl                      | { every: { steps: 2 }, policy: { rigl: { keep: 0.25, grow: { gradient: { size: 40 } } } } }
        sparse-momentum           | { masks: { sparsify: { policy: { sparse-momentum: { keep: 0.25 } } } } }
        sparse-momentum-from-adam | { masks: { sparsify: { policy: { sparse-momentum-from-adam: { keep: 0.25 } } } } }
        dsr                       | { every: { steps: 2 }, policy: { dsr: { keep: 0.25, drop: { shed-below: { threshold: 0.1, wanted: 5 } } } } }
        deep-r                    | { noise: { walk: { deviation: 0.5 } }, masks: { sparsify: { policy: { deep-r: { keep: 0.25 } } } } }
        deep-r-langevin           | { noise: { walk: { deviation: 0.5 } }, masks: { sparsify: { policy: { deep-r: { keep: 0.25 } } } } }
        """)
    void theCountStaysWhileMasksMove(String method, String options) throws IOException {
        RunRecord record = run("{ " + method + ": " + options + " }", optimizer(method));
        List<Long> counts = counts(record);
        assertThat(counts).hasSizeGreaterThan(2);
        assertThat(counts.get(0)).isBetween(27L, 29L);
        assertThat(counts).containsOnly(counts.get(0));
        assertThat(last(record, "test.density")).isEqualTo((double) counts.get(0) / WEIGHTS);
        assertThat(last(record, "train.loss")).isFinite();
        if (List.of("set", "rigl", "deep-r", "deep-r-langevin").contains(method)) {
            assertThat(layers(record)).containsOnly(layers(record).get(0));
        } else {
            assertThat(layers(record).stream().distinct()).hasSizeGreaterThan(1);
        }
    }

    private static String optimizer(String method) {
        if (method.endsWith("from-adam")) {
            return "{ adam: { learning-rate: 0.01 } }";
        }
        return method.contains("deep-r") || method.equals("static")
                ? "{ sgd: { learning-rate: 0.1 } }"
                : "{ nesterov: { learning-rate: 0.05 } }";
    }

    @Test
    void staticMasksStay() throws IOException {
        RunRecord record = run("{ static: { policy: { static: { keep: 0.25 } } } }", optimizer("static"));
        assertThat(counts(record)).hasSize(1);
        assertThat(counts(record).get(0)).isBetween(27L, 29L);
        assertThat(last(record, "test.density")).isLessThan(0.27);
    }

    @Test
    void surgeryCutsDuringTheFirstHalf() throws IOException {
        RunRecord record = run("dynamic-network-surgery", "{ nesterov: { learning-rate: 0.05 } }");
        assertThat(counts(record)).isNotEmpty();
        assertThat(counts(record).get(counts(record).size() - 1)).isLessThan(WEIGHTS / 2);
        List<Long> alive = record.masks().stream().map(MaskRow::alive).toList();
        int half = (int) record.masks().stream().filter(row -> row.step() <= 10).count();
        for (int i = half; i < alive.size(); i++) {
            assertThat(alive.get(i))
                    .as("what an epoch's end finds after the first half")
                    .isEqualTo(alive.get(half - 3 + (i - half) % 3));
        }
    }

    @Test
    void softDeepRewiringSettlesNearItsShare() throws IOException {
        RunRecord record = run(
                "{ soft-deep-r: { weights: { parameterize: { with: { soft-signed-theta: { active: 0.05 } } } } } }",
                "{ sgd: { learning-rate: 0.05 } }");
        assertThat(last(record, "test.density")).isBetween(0.01, 0.4);
    }

    @Test
    void topKastRunsWithItsShare() throws IOException {
        RunRecord record = run(
                "{ top-kast: { masks: { sparsify: { every: { steps: 2 }, policy: { top-kast: { keep: 0.25, train: 0.5"
                        + " } } } } } }",
                "{ sgd: { learning-rate: 0.1 } }");
        assertThat(counts(record)).isNotEmpty().containsOnly(12L + 12 + 3);
    }

    @Test
    void alternationEndsCompressed() throws IOException {
        RunRecord record = run(
                "{ ac-dc: { every: { epochs: 1, until: 0.8 }, policy: { ac-dc: { compress: { magnitude-one-shot: {"
                        + " keep: 0.25 } } } } } }",
                "{ sgd: { learning-rate: 0.1 } }");
        assertThat(counts(record)).containsExactly(27L, WEIGHTS, 27L);
    }

    @Test
    void movementPrunesByWhatItsScoresSay() throws IOException {
        RunRecord record = run(
                "{ movement: { masks: { sparsify: { every: { steps: 2 }, policy: { movement: { keep: 0.25 } } } } } }",
                "{ sgd: { learning-rate: 0.1 } }");
        assertThat(last(record, "test.density")).isEqualTo((12.0 + 12 + 3) / WEIGHTS);
    }

    @Test
    void growthByMomentumTellsAnOptimizerWithoutIt() {
        assertThatThrownBy(() -> run("sparse-momentum", "{ sgd: { learning-rate: 0.1 } }"))
                .hasMessageContaining("the optimizer keeps no 'momentum' of weights; it keeps nothing");
        assertThatThrownBy(() -> run("sparse-momentum", "{ adam: { learning-rate: 0.1 } }"))
                .hasMessageContaining("the optimizer keeps no 'momentum' of weights; it keeps 'mean', 'square'");
    }

    @Test
    void whatTheOptimizerKeepsIsAskedForBeforeAnythingIsTrained() throws IOException {
        Files.writeString(folder.resolve("train.csv"), examples(240, 1));
        Files.writeString(folder.resolve("test.csv"), examples(60, 2));
        String prune = "{ prune: { policy: { prune: { criterion: adam-momentum, keep: 0.5 } } } }";
        Path file = Files.writeString(
                folder.resolve("pipeline.yaml"),
                PIPELINE.substring(0, PIPELINE.indexOf("  - train:")) + "  - " + prune + """

                      - train: 1
                      - train: { epochs: 1, with: [ sparse-momentum ] }
                      - PRUNE
                      - rewind: { to: initial }
                      - repeat: { times: 2, do: [ PRUNE ] }
                    """.replace("PRUNE", prune));
        String nothing =
                "what an optimizer keeps ('mean') is asked for, but at this place it keeps nothing: nothing was"
                        + " trained, or it forgot in a rewind. Train before, or let the rewind bring 'optimizer' back";
        assertThatThrownBy(() -> engine.check(file, List.of()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .map(problem -> problem.location().line() + " " + problem.message())
                        .containsExactly(
                                "6 prune: " + nothing,
                                "8 train#2/with[2]: the optimizer keeps no 'momentum' of weights; it keeps 'mean',"
                                        + " 'square'. Train with an optimizer that does, or measure by what this one"
                                        + " keeps",
                                "11 repeat[1]/prune: " + nothing));
    }

    @Test
    void aPenaltyThatAParameterizationIsNotMadeForIsRefusedAtItsPlace() throws IOException {
        Path file = Files.writeString(
                folder.resolve("pipeline.yaml"),
                PIPELINE.replace("OPTIMIZER", "sgd")
                        .replace("HOOK", "{ parameterize: { with: hard, regularizers: [ active-l1 ] } }"));
        Files.writeString(folder.resolve("train.csv"), examples(240, 1));
        Files.writeString(folder.resolve("test.csv"), examples(60, 2));
        assertThatThrownBy(() -> engine.check(file, List.of()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .map(problem -> problem.location().line() + " " + problem.message())
                        .containsExactly("10 train/with[1]: a penalty on 'fc1.weight' needs the weights' 'sign', which"
                                + " their parameterization does not have. Leave the penalty out, or choose the"
                                + " parameterization that it is made for"));
    }

    @Test
    void anyPartOfAMethodCanBeReplaced() {
        MaskPolicy set = Configured.component(
                engine.registry(),
                MaskPolicy.class,
                "{ set: { keep: 0.05, initial: erk, drop: { shed: { each-sign: false, fraction: 0.2 } } } }");
        assertThat(set.toString())
                .contains("fraction=0.2", "eachSign=false", "ErdosRenyiKernel", "keep=0.05", "restart=true");
    }
}
