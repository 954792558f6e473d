package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.plugin.PluginJar;
import org.espalier.engine.report.RunTables;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of which layers are decomposed within a budget, by a plugin that is no more than it must be. */
final class DecomposeTest {
    /** Cuts inputs off: a layer of rank r reads its first r inputs alone. The solver tries every bound on the error. */
    private static final String PLUGIN = """
        package com.acme;

        import java.util.*;
        import org.espalier.api.budget.*;
        import org.espalier.api.decompose.*;
        import org.espalier.api.model.*;
        import org.espalier.api.model.LayerSpec.Dense;
        import org.espalier.api.plugin.*;
        import org.espalier.api.score.*;
        import org.nd4j.linalg.api.ndarray.INDArray;
        import org.nd4j.linalg.factory.Nd4j;
        import org.nd4j.linalg.indexing.NDArrayIndex;

        public class AcmePlugin implements Plugin {
            public Descriptor descriptor() {
                return new Descriptor("acme", "1.0.0", Spi.VERSION);
            }

            public List<Provider<?>> providers() {
                return List.of(
                        Provider.of(Decomposition.class, "cut", "reads the first inputs alone", Cut.class),
                        Provider.of(BudgetSolver.class, "bounds", "tries every bound", Bounds.class));
            }

            public record Way(Map<String, Integer> knobs, double cost, double error) implements Choice {
                public String label() {
                    return knobs.isEmpty() ? "unchanged" : "rank " + knobs.get("rank");
                }
            }

            public record Nothing() implements Evidence<Boolean> {
                public Boolean gather(Instruments instruments) {
                        return instruments.taskLoss() != null;
                }
            }

            public record Cut(
                    @Knob(value = "layers without a bias are not its business", otherwise = "false") boolean biased,
                    @Knob(value = "something is measured first", otherwise = "false") boolean measured)
                    implements Decomposition {
                public Set<Evidence<?>> evidence() {
                    return measured ? Set.of(new Nothing()) : Set.of();
                }

                public List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring) {
                        if (measured) {
                            scoring.get(new Nothing());
                        }
                    if (!(layer.spec() instanceof Dense dense) || biased && !dense.bias()) {
                        return List.of();
                    }
                    List<Long> shape = scoring.network().inputShape(layer);
                    double whole = cost.cost(shape, List.of(layer));
                    List<Choice> choices = new ArrayList<>(List.of(new Way(Map.of(), whole, 0)));
                    INDArray weight = scoring.network().effective(layer.params().get(0).id());
                    double norm = weight.norm2Number().doubleValue();
                    for (int rank = 1; rank < dense.in(); rank++) {
                        double price = cost.cost(shape, ChainViews.of(layer, shape, specs(dense, rank)));
                        INDArray rest = weight.get(NDArrayIndex.all(), NDArrayIndex.interval(rank, dense.in()));
                        if (price < whole) {
                            choices.add(new Way(Map.of("rank", rank), price, rest.norm2Number().doubleValue() / norm));
                        }
                    }
                    return choices;
                }

                private static List<LayerSpec> specs(Dense dense, long rank) {
                    return List.of(
                            new Dense(dense.in(), rank, 1, false), new Dense(rank, dense.out(), 1, dense.bias()));
                }

                public Factorization factorize(LayerView layer, Choice choice, Scoring scoring) {
                    Dense dense = (Dense) layer.spec();
                    int rank = choice.knobs().get("rank");
                    INDArray weight = scoring.network().effective(layer.params().get(0).id());
                    INDArray first = Nd4j.eye(dense.in())
                            .get(NDArrayIndex.interval(0, rank), NDArrayIndex.all()).dup('c');
                    INDArray last = weight.get(NDArrayIndex.all(), NDArrayIndex.interval(0, rank)).dup('c');
                    Map<String, INDArray> decoder = new LinkedHashMap<>(Map.of("weight", last));
                    if (dense.bias()) {
                        decoder.put("bias", scoring.network().effective(layer.params().get(1).id()).dup());
                    }
                    return new Factorization.Chain(specs(dense, rank), List.of(Map.of("weight", first), decoder));
                }

                public String whyNoChoices(LayerView layer) {
                    return layer.spec() instanceof Dense ? "it has no bias" : "it is no dense layer";
                }

                public String measure() {
                    return "Frobenius norm of what is lost, relative";
                }
            }

            public record Bounds() implements BudgetSolver {
                public Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring) {
                    TreeSet<Double> bounds = new TreeSet<>();
                    choices.values().forEach(own -> own.forEach(choice -> bounds.add(choice.error())));
                    for (double bound : bounds) {
                        Map<LayerId, Choice> picked = new LinkedHashMap<>();
                        choices.forEach((layer, own) -> picked.put(layer, own.stream()
                                .filter(choice -> choice.error() <= bound)
                                .min(Comparator.comparingDouble(Choice::cost))
                                .orElseThrow()));
                        if (picked.values().stream().mapToDouble(Choice::cost).sum() <= budget) {
                            return picked;
                        }
                    }
                    throw new IllegalArgumentException("nothing fits");
                }
            }
        }
        """;

    private static final String HEAD = """
        seed: 3
        checkpoint: { minutes: 0, keep: 1000 }
        data: { csv: { train: train.csv, test: train.csv, label: class } }
        prepare: { validation: 20 }
        """;

    /** 208, 136 and 18 parameters; chains of rank r have 28 r + 16, 24 r + 8 and 10 r + 2. */
    private static final String MODEL =
            HEAD + "model: { layers: { layers: [ dense: 16, relu, dense: 8, relu, dense: 2 ] } }\npipeline:\n";

    private static final String TRAIN =
            "  - train: { epochs: 1, batch-size: 20, optimizer: { adam: { learning-rate: 1.0e-2 } } }\n";

    @TempDir
    Path folder;

    /** Ends a run as a kill does: nothing in it catches this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Keeps what a run says. */
    private static class Listener implements RunListener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void said(String message) {
            lines.add(message);
        }
    }

    @BeforeEach
    void writeExamples() throws IOException {
        var random = new Random(1);
        var text = new StringBuilder("a,b,c,d,e,f,g,h,i,j,k,l,class\n");
        for (int example = 0; example < 100; example++) {
            double sum = 0;
            for (int i = 0; i < 12; i++) {
                double value = random.nextGaussian();
                sum += value;
                text.append(value).append(',');
            }
            text.append(sum > 0 ? 1 : 0).append('\n');
        }
        Files.writeString(folder.resolve("train.csv"), text);
        new PluginJar()
                .source("com.acme.AcmePlugin", PLUGIN)
                .service("com.acme.AcmePlugin")
                .writeTo(Files.createDirectories(folder.resolve("plugins")).resolve("acme.jar"));
    }

    private static String decompose(String options) {
        return "  - decompose: { decomposition: cut, solver: bounds, " + options + " }\n";
    }

    private Engine engine() {
        return Engine.create(new EngineOptions(List.of(PluginDirectory.named(folder.resolve("plugins"))), folder));
    }

    private Path file(String pipeline) {
        try {
            return Files.writeString(folder.resolve("pipeline.yaml"), pipeline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path run(String runs, String pipeline, RunListener listener) {
        Path directory = folder.resolve(runs);
        try {
            engine().run(file(pipeline), new RunOptions(List.of(), directory, true), listener, new StopSignal());
        } catch (Killed e) {
            assertThat(directory).isDirectory();
        }
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunRecord record(String pipeline) {
        return engine().readRun(run("runs", pipeline, new RunListener() {}));
    }

    private static double number(RunRecord record, String key) {
        return record.metrics().stream()
                .filter(row -> row.key().equals(key))
                .reduce((a, b) -> b)
                .orElseThrow()
                .value();
    }

    private static List<String> layers(RunRecord record) {
        return record.ledger().layers().stream().map(line -> line.name()).toList();
    }

    @Test
    void layersAreReplacedWithinTheBudgetAndTrainOn() throws IOException {
        var listener = new Listener();
        Path run = run(
                "runs",
                MODEL + TRAIN + decompose("budget: { parameters: 0.5 }") + TRAIN
                        + "  - evaluate: { split: test }\n  - report\n",
                listener);
        RunRecord record = engine().readRun(run);
        double after = number(record, "decompose.after");
        assertThat(after).isLessThanOrEqualTo(181).isEqualTo((double)
                record.ledger().total().parameters());
        assertThat(number(record, "decompose.before")).isEqualTo(362);
        assertThat(number(record, "decompose.share")).isEqualTo(after / 362);
        assertThat(layers(record)).containsSubsequence("fc1.1", "fc1");
        double rank = number(record, "decomposed.fc1.knob-rank");
        assertThat(number(record, "decomposed.fc1.after")).isEqualTo(28 * rank + 16);
        double worst = number(record, "decompose.error");
        assertThat(number(record, "decomposed.fc1.error")).isLessThanOrEqualTo(worst);
        assertThat(listener.lines)
                .anySatisfy(line -> assertThat(line)
                        .matches("decompose: fc1 rank " + (int) rank + ": 208 to " + (int) (28 * rank + 16)
                                + " parameters \\(.* %\\), error 0\\.\\d{4}"))
                .anySatisfy(line -> assertThat(line)
                        .matches("decompose: in all 362 to " + (int) after + " parameters \\(.* %\\); worst error"
                                + " 0\\.\\d{4} \\(Frobenius norm of what is lost, relative\\)"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("decompose: worst error by share of the parameters: 0.25 0.")
                        .contains(", 0.35 0.", ", 0.95 0."));
        assertThat(run.resolve("report.html"))
                .content()
                .contains(
                        "What layers became",
                        "Budget and worst error",
                        "<td class=\"text\">rank " + (int) rank + "</td>");
    }

    /** Measurements before and after, at one step and density, are all there; sizes are of the network of the beginning. */
    @Test
    void whatWasMeasuredBeforeStaysAndSizesAreOfTheNetworkOfTheBeginning() throws IOException {
        Path run = run(
                "runs",
                MODEL + TRAIN + "  - evaluate: { split: test }\n" + decompose("budget: { parameters: 0.5 }")
                        + "  - evaluate: { split: test }\n" + TRAIN + "  - evaluate: { split: test }\n  - report\n",
                new Listener());
        RunRecord record = engine().readRun(run);
        assertThat(record.initial().total().parameters()).isEqualTo(362);
        double left = (double) record.ledger().total().prunable()
                / record.initial().total().prunable();
        assertThat(record.metrics())
                .filteredOn(
                        row -> row.key().equals("weights-left") && row.stage().startsWith("evaluate"))
                .extracting(RunRecord.MetricRow::stage, RunRecord.MetricRow::value)
                .containsExactly(tuple("evaluate#2", left), tuple("evaluate#3", left));
        assertThat(RunTables.of(record)).containsPattern("100 %.* train\n.* evaluate#2\n.* train#2\n\n");
        assertThat(run.resolve("report.html")).content().contains("of 362 that the run began with: ", "began with");
    }

    /** The least is 44 + 32 + 12 = 88 of 362, so that a share of 0.25 is the first on the curve. */
    @Test
    void moreBudgetNeverMeansALargerWorstError() {
        RunRecord record = record(MODEL + decompose("budget: { parameters: 100 }"));
        List<RunRecord.MetricRow> curve = record.metrics().stream()
                .filter(row -> row.key().startsWith("decompose.curve."))
                .toList();
        assertThat(curve).hasSize(8);
        assertThat(curve.get(0).key()).isEqualTo("decompose.curve.0.25");
        assertThat(curve)
                .extracting(RunRecord.MetricRow::value)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(number(record, "decompose.after")).isLessThanOrEqualTo(100);
    }

    @Test
    void aBudgetForTheNetworkPaysForTheOtherLayersFirst() {
        RunRecord record = record(MODEL + decompose("budget: { parameters: 0.8 }, of: network, layers: [fc1]"));
        assertThat(number(record, "decompose.before")).isEqualTo(362);
        // 289.6 − 136 − 18 leave 135.6, which is enough for rank 4.
        assertThat(number(record, "decomposed.fc1.after")).isEqualTo(28 * 4 + 16);
        assertThat(number(record, "decompose.after")).isEqualTo(128 + 136 + 18);
        assertThat(layers(record)).contains("fc1.1").doesNotContain("fc2.1", "fc3.1");
    }

    @Test
    void compressingAgainStartsFromWholeLayers() {
        RunRecord record = record(MODEL
                + decompose("budget: { parameters: 0.6 }")
                + TRAIN
                + decompose("budget: { parameters: 0.4 }, except: [fc3]"));
        assertThat(record.metrics().stream()
                        .filter(row -> row.key().equals("decompose.before"))
                        .map(RunRecord.MetricRow::value))
                .containsExactly(362.0, 344.0);
        assertThat(layers(record)).contains("fc1.1", "fc2.1").doesNotContain("fc1.1.1");
    }

    @Test
    void factorsOfALayerThatIsLeftOutAreNoLayersToDecompose() {
        for (String options : List.of("decomposition: cut", "decomposition: { cut: { biased: true } }, strict: true")) {
            var listener = new Listener();
            Path run = run(
                    "runs-" + options.length(),
                    MODEL
                            + decompose("budget: { parameters: 0.5 }")
                            + "  - decompose: { solver: bounds, budget: { parameters: 0.9 }, except: [fc1], " + options
                            + " }\n",
                    listener);
            RunRecord record = engine().readRun(run);
            assertThat(number(record, "decompose.before")).isEqualTo(136 + 18);
            assertThat(layers(record)).contains("fc1.1").doesNotContain("fc1.1.1");
            assertThat(listener.lines).noneMatch(line -> line.startsWith("decompose#2: layer 'fc1"));
        }
    }

    @Test
    void chainsThatAreNotMultipliedOutStayAsTheyAre() {
        var listener = new Listener();
        Path run = run(
                "runs",
                MODEL
                        + decompose("budget: { parameters: 0.5 }, layers: [fc1]")
                        + decompose("budget: { parameters: 0.9 }, compose: false"),
                listener);
        RunRecord record = engine().readRun(run);
        assertThat(number(record, "decompose.before")).isEqualTo(136 + 18);
        assertThat(layers(record)).contains("fc1.1", "fc2.1").doesNotContain("fc1.1.1");
        assertThat(listener.lines)
                .contains("decompose#2: layer 'fc1' stays as it is: it is a chain of factors already")
                .noneMatch(line -> line.contains("layer 'fc2"));
        String factors = ": all that 'layers' names belong to chains of factors in the"
                + " places of [fc1]; to decompose those anew, name them with 'compose: true'";
        for (String again : List.of("layers: [fc1], compose: false", "layers: [fc1.1]")) {
            requireProblem(
                    MODEL
                            + decompose("budget: { parameters: 0.5 }, layers: [fc1]")
                            + decompose("budget: { parameters: 0.9 }, " + again),
                    factors);
        }
    }

    /** 12·16 + 16·8 + 8·2 = 336 weights, of which factors keep some and masks on factors fewer. */
    @Test
    void factorsArePrunedToANumberOfWeightsOfTheWholeNetwork() {
        RunRecord record = record(MODEL
                + decompose("budget: { parameters: 200 }")
                + TRAIN
                + "  - prune: { policy: { prune: { criterion: random, keep: 90 } } }\n"
                + TRAIN);
        assertThat(layers(record)).contains("fc1.1");
        assertThat(record.ledger().total().parameters()).isLessThanOrEqualTo(200);
        assertThat(record.ledger().total().alive()).isEqualTo(90);
    }

    @Test
    void aComposedNetworkHasTheLayersThatItHad() {
        RunRecord record = record(MODEL + decompose("budget: { parameters: 0.5 }") + "  - compose\n");
        assertThat(layers(record)).containsExactly("fc1", "fc2", "fc3");
        assertThat(record.ledger().total().parameters()).isEqualTo(362);
    }

    @Test
    void whatABranchDecomposedIsWholeAfterwards() {
        RunRecord record = record(MODEL
                + "  - branch:\n      name: small\n      do:\n      - decompose:\n          decomposition: cut\n"
                + "          solver: bounds\n          budget: { parameters: 0.5 }\n"
                + TRAIN);
        assertThat(number(record, "decompose.share")).isLessThanOrEqualTo(0.5);
        assertThat(layers(record)).containsExactly("fc1", "fc2", "fc3");
    }

    /** What check finds, without what is said of the file's place. */
    private List<String> problems(String stages) {
        try {
            engine().check(file(MODEL + stages), List.of());
        } catch (ConfigException e) {
            return e.problems().stream().map(Problem::message).toList();
        }
        return List.of();
    }

    @Test
    void partsOfAStateFromBeforeDoNotFitTheFactors() {
        String half = decompose("budget: { parameters: 0.5 }");
        String misfit =
                ": snapshot '%s' was taken before a layer was replaced, and no longer fits the network, unless all"
                        + " of it is brought back";
        assertThat(problems(TRAIN + half + TRAIN + "  - rewind: { to: initial }\n"))
                .containsExactly("rewind" + misfit.formatted("initial"));
        assertThat(problems("  - snapshot: a\n" + half + "  - rewind: { to: a, what: [optimizer] }\n"))
                .containsExactly("rewind" + misfit.formatted("a"));
        assertThat(problems("  - repeat: { times: 2, do: [ { decompose: { decomposition: cut, solver: bounds, budget:"
                        + " { parameters: 0.5 } } }, { rewind: { to: initial } } ] }\n"))
                .containsExactly("repeat[1]/rewind" + misfit.formatted("initial"));
    }

    @Test
    void whatMayFitTheFactorsIsNoFinding() {
        String half = decompose("budget: { parameters: 0.5 }");
        String whole = "[weights, masks, parameterization, optimizer, learning-rate, layers]";
        assertThat(problems(half + "  - rewind: { to: initial, what: " + whole + " }\n  - rewind: { to: initial }\n"))
                .isEmpty();
        assertThat(problems(half + "  - compose\n  - rewind: { to: initial }\n"))
                .isEmpty();
        assertThat(problems(half + "  - snapshot: a\n" + TRAIN + "  - rewind: { to: a }\n"))
                .isEmpty();
        assertThat(problems(half + "  - snapshot: a\n" + half + "  - rewind: { to: a }\n"))
                .isEmpty();
        assertThat(problems(decompose("budget: { parameters: 1.0 }") + "  - rewind: { to: initial }\n"))
                .isEmpty();
    }

    @Test
    void aFileFromBeforeDoesNotFitTheFactors() throws IOException {
        Path run = run("dense", MODEL + TRAIN, new RunListener() {});
        Files.copy(run.resolve("model.safetensors"), folder.resolve("dense.safetensors"));
        String load = "  - load: { file: dense.safetensors }\n";
        assertThat(problems(load + decompose("budget: { parameters: 0.5 }") + load))
                .containsExactly("load#2: 'dense.safetensors' has the layers from before some of them were replaced by"
                        + " factors, and no longer fits the network. Load it before");
    }

    @Test
    void namesOfFactorsThatABranchLeavesBehindAreNone() {
        assertThat(problems("  - branch: { name: a, do: [ { decompose: { decomposition: cut, solver: bounds, budget: {"
                        + " parameters: 0.5 } } }, { train: { epochs: 1, freeze: ['fc1.1'] } } ] }\n"
                        + "  - train: { epochs: 1, freeze: ['fc1.1'] }\n"))
                .containsExactly("train: freeze: no layer matches 'fc1.1'; there are [fc1, relu1, fc2, relu2, fc3]");
    }

    @Test
    void aRunThatIsKilledAfterADecompositionGoesOnToTheSameBits() throws IOException {
        String pipeline = MODEL + TRAIN + decompose("budget: { parameters: 0.5 }") + TRAIN
                + "  - snapshot: small\n" + TRAIN + "  - rewind: { to: small }\n" + TRAIN
                + decompose("budget: { parameters: 0.3 }")
                + TRAIN + "  - evaluate: { split: test }\n";
        Path whole = run("whole", pipeline, new RunListener() {});
        for (String place : List.of("train#2", "rewind", "train#5")) {
            Path killed = run("killed-" + place.replace("#", ""), pipeline, new RunListener() {
                @Override
                public void stageStarted(String path) {
                    if (path.equals(place)) {
                        throw new Killed();
                    }
                }
            });
            engine().resume(killed, new RunListener() {}, new StopSignal());
            for (String result : List.of("metrics.csv", "remarks.csv", "ledger.csv", "model.safetensors")) {
                assertThat(killed.resolve(result)).hasSameBinaryContentAs(whole.resolve(result));
            }
        }
    }

    @Test
    void explainTellsWhatTheRunWillSayOfTheWeightsThatItLoads() throws IOException {
        Path trained = run("first", MODEL + TRAIN, new RunListener() {});
        Files.copy(trained.resolve("model.safetensors"), folder.resolve("trained.safetensors"));
        String pipeline = MODEL + "  - load: trained.safetensors\n" + decompose("budget: { parameters: 0.5 }");
        String told = engine().explain(file(pipeline), List.of());
        var listener = new Listener();
        run("second", pipeline, listener);
        List<String> said = listener.lines.stream()
                .filter(line -> line.startsWith("decompose: "))
                .toList();
        assertThat(said).hasSize(5);
        assertThat(told.lines().map(String::strip)).containsSubsequence(said);
        assertThatThrownBy(() -> engine().explain(file(pipeline.replace("trained.saf", "later.saf")), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipeline.yaml:7:5: load: 'later.safetensors' is not there. Looked for ");
    }

    @Test
    void explainSaysWhatDependsOnAStageThatItSkipped() throws IOException {
        String measured = "  - decompose: { decomposition: { cut: { measured: true } }, solver: bounds,"
                + " budget: { parameters: 0.5 } }\n";
        Path decomposed = run("first", MODEL + measured, new RunListener() {});
        Files.copy(decomposed.resolve("model.safetensors"), folder.resolve("decomposed.safetensors"));
        String pipeline = MODEL + measured + TRAIN + "  - load: decomposed.safetensors\n  - compose\n";
        assertThat(layers(engine().readRun(run("second", pipeline, new RunListener() {}))))
                .containsExactly("fc1", "fc2", "fc3");
        assertThat(engine().explain(file(pipeline), List.of()))
                .contains("  decompose: depends on what it will measure\n")
                .containsPattern("  load: depends on what was skipped; without that, .*decomposed.safetensors")
                .contains("  compose: depends on what was skipped; without that, no chain of factors stands in any"
                        + " layer's place\n");
        String unmeasured = MODEL + "  - load: decomposed.safetensors\n" + measured;
        assertThatThrownBy(() -> engine().explain(file(unmeasured), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipeline.yaml:7:5: load: ");
    }

    @Test
    void layersThatTheDecompositionDoesNotKnowStayUnlessThatIsRefused() throws IOException {
        String model = HEAD.replace("validation: 20", "validation: 20, shape: [3, 4]")
                + "model: { layers: { layers: [ lstm: { units: 6, last: true }, dense: 12, dense: 2 ] } }\npipeline:\n";
        var listener = new Listener();
        Path run = run("runs", model + decompose("budget: { parameters: 0.9 }") + "  - report\n", listener);
        assertThat(listener.lines)
                .contains("decompose: layer 'lstm1' stays as it is: it is no dense layer")
                .noneMatch(line -> line.contains("layer 'fc"));
        assertThat(engine().readRun(run).remarks())
                .extracting(RunRecord.RemarkRow::stage, RunRecord.RemarkRow::key, RunRecord.RemarkRow::words)
                .containsExactly(
                        tuple("decompose", "decomposed.lstm1.stays", "it is no dense layer"),
                        tuple("decompose", "decompose.unit", "parameters"),
                        tuple("decompose", "decompose.measure", "Frobenius norm of what is lost, relative"));
        assertThat(run.resolve("report.html"))
                .content()
                .contains(
                        "decompose: costs are in parameters; error: Frobenius norm of what is lost, relative.",
                        "<th scope=\"row\">lstm1</th><td class=\"text\">stays as it is: it is no dense layer</td>");
        requireProblem(
                model + decompose("budget: { parameters: 0.9 }, strict: true"),
                "pipeline.yaml:7:5: decompose: the decomposition has no choices for [lstm1]; leave them out with"
                        + " 'except', or let them stay as they are with 'strict: false'");
        requireProblem(
                model + decompose("budget: { parameters: 0.9 }, layers: [lstm1]"),
                "pipeline.yaml:7:5: decompose: the decomposition has no choices for any layer of [lstm1]");
    }

    @Test
    void whatCannotBeDoneIsToldWithItsPlace() {
        requireProblem(
                MODEL + decompose("budget: { parameters: 0.1 }"),
                "pipeline.yaml:7:5: decompose: the budget is 36.20 of 362 parameters, but the least that can be"
                        + " reached is 88, a share of 0.2431");
        requireProblem(
                MODEL + decompose("budget: { parameters: 0.5 }, layers: ['conv*']"),
                "pipeline.yaml:7:5: decompose: layers: no layer matches 'conv*'; there are [fc1, fc2, fc3]");
        requireProblem(
                MODEL + decompose("budget: { parameters: 0.5 }, layers: [fc1], except: ['fc*']"),
                "pipeline.yaml:7:5: decompose: 'except' leaves no layer of those that 'layers' names");
        requireProblem(
                MODEL + decompose("budget: 0.4"),
                "no budget '0.4'. Installed: flops, latency, parameters. A number needs a name before it: { flops: 0.4"
                        + " } or { latency: 0.4 } or { parameters: 0.4 }.");
        requireProblem(
                MODEL + decompose("budget: { parameters: 1.35 }"),
                "budget 'parameters': 1.35 is neither a share in (0, 1] nor, above 1, a whole number of parameters");
        requireProblem(
                MODEL + decompose("budget: { flops: 2.5 }"),
                "budget 'flops': 2.5 is neither a share in (0, 1] nor, above 1, a whole number of FLOPs");
        requireProblem(
                MODEL + "  - compose\n", "pipeline.yaml:7:5: compose: no chain of factors stands in any layer's place");
        requireProblem(
                MODEL + decompose("budget: { parameters: 0.5 }") + "  - compose: [fc9]\n",
                "pipeline.yaml:8:5: compose: layers: no layer matches 'fc9'; there are [");
    }

    private void requireProblem(String pipeline, String message) {
        assertThatThrownBy(() -> run("runs", pipeline, new RunListener() {}))
                .isInstanceOfAny(ConfigException.class, PipelineException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> engine().explain(file(pipeline), List.of()))
                .isInstanceOfAny(ConfigException.class, PipelineException.class)
                .hasMessageContaining(message);
    }
}
