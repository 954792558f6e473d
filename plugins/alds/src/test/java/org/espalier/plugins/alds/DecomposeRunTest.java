package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunListener;
import org.espalier.engine.RunOptions;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.run.StopSignal;
import org.espalier.testkit.PluginJar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whole runs, from a pipeline file to the models that they write. */
final class DecomposeRunTest {
    private static final String IMAGES = """
        seed: 3
        model:
          layers:
            - conv: { filters: 8, kernel: 3, stride: 2, padding: 1 }
            - batch-norm
            - relu
            - conv: { filters: 12, kernel: 2, padding: 1, dilation: 2, bias: false }
            - batch-norm
            - relu
            - flatten
            - dense: 10
            - dense: 2
        data: { csv: { train: train.csv, test: train.csv, label: class } }
        prepare: { validation: 16, shape: [4, 6, 6] }
        pipeline:
        """;

    private static final String STEPS = """
        seed: 3
        model: { layers: { layers: [ gru: { units: 8, last: true }, dense: 2 ] } }
        data: { csv: { train: train.csv, test: train.csv, label: class } }
        prepare: { validation: 16, shape: [12, 12] }
        pipeline:
        """;

    private static final String TRAIN =
            "  - train: { epochs: 2, batch-size: 16, optimizer: { adam: { learning-rate: 1.0e-2 } } }\n";

    @TempDir
    Path folder;

    @BeforeEach
    void writeExamples() throws IOException {
        var random = new Random(1);
        var text = new StringBuilder();
        for (int feature = 0; feature < 144; feature++) {
            text.append("f").append(feature).append(',');
        }
        text.append("class\n");
        for (int example = 0; example < 64; example++) {
            for (int feature = 0; feature < 144; feature++) {
                text.append(random.nextInt(-99, 100) / 100.0 + example % 2).append(',');
            }
            text.append(example % 2).append('\n');
        }
        Files.writeString(folder.resolve("train.csv"), text);
        new PluginJar()
                .packing(AldsPlugin.class)
                .writeTo(Files.createDirectories(folder.resolve("plugins")).resolve("alds.jar"));
    }

    private static String decompose(String decomposition) {
        return "  - decompose: { decomposition: " + decomposition
                + ", solver: min-max, budget: { parameters: 0.6 } }\n";
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

    private void start(String runs, String pipeline) {
        engine().run(
                        file(pipeline),
                        new RunOptions(List.of(), folder.resolve(runs), true),
                        new RunListener() {},
                        new StopSignal());
    }

    private Path only(String runs) {
        try (Stream<Path> inside = Files.list(folder.resolve(runs))) {
            return inside.toList().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path run(String runs, String pipeline) {
        start(runs, pipeline);
        return only(runs);
    }

    private static ModelImage read(Path file) throws IOException {
        return new Safetensors().read(file);
    }

    private static INDArray outputs(ModelImage image, INDArray inputs) {
        return SmallNetwork.of(image).run(inputs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ alds: { schemes: [encode, split1, split2, decode], error: frobenius } }",
                "alds",
                "svd",
                "spatial-svd",
                "tucker",
                "cp",
                "{ pca: { batches: 2, batch-size: 16 } }"
            })
    void aDecomposedModelComputesWhatItDoesOnceItIsComposed(String decomposition) throws IOException {
        Path run = run(
                "runs",
                IMAGES + TRAIN + "  - save: { file: before.safetensors }\n" + decompose(decomposition)
                        + "  - save: { file: chains.safetensors }\n  - compose\n");
        ModelImage before = read(run.resolve("before.safetensors"));
        ModelImage chains = read(run.resolve("chains.safetensors"));
        ModelImage composed = read(run.resolve("model.safetensors"));
        INDArray inputs = SmallNetwork.noise(5, 10, 4, 6, 6).addi(0.5);
        assertThat(SmallNetwork.distance(outputs(chains, inputs), outputs(composed, inputs)))
                .isLessThan(1e-5);
        assertThat(SmallNetwork.distance(outputs(chains, inputs), outputs(before, inputs)))
                .isGreaterThan(1e-3);
        assertThat(chains.layers()).hasSizeGreaterThan(before.layers().size());
        assertThat(names(composed)).isEqualTo(names(before));
        for (String kept : List.of("bn1.scale", "bn1.shift", "bn1.mean", "bn1.variance", "bn2.variance")) {
            var id = ParamId.of(kept.substring(0, 3), kept.substring(4));
            assertThat(composed.tensors().get(id))
                    .as(kept)
                    .isEqualTo(chains.tensors().get(id))
                    .isEqualTo(before.tensors().get(id));
        }
    }

    private static List<String> names(ModelImage image) {
        return image.layers().stream().map(layer -> layer.id().path()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alds", "svd-loss", "spatial-svd", "tucker", "cp", "{ pca: { batches: 2, batch-size: 16 } }"})
    void weightsThatAreNotFiniteEndTheRunAtTheirLayer(String decomposition) throws IOException {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            requireStopped(IMAGES, ParamId.of("conv2", "weight"), wrong, decomposition, 17);
        }
    }

    @Test
    void aRecurrentMatrixThatIsNotFiniteEndsTheRunAtItsLayer() throws IOException {
        requireStopped(STEPS, ParamId.of("gru1", "recurrent.reset"), Float.NaN, "alds", 7);
    }

    /** Spoils a weight, loads it, and decomposes. */
    private void requireStopped(String head, ParamId id, float wrong, String decomposition, int line)
            throws IOException {
        Path file = folder.resolve("spoilt.safetensors");
        spoil(run("whole-" + wrong, head + "  - save\n").resolve("model.safetensors"), id, wrong, file);
        String pipeline =
                head + "  - load: { file: spoilt.safetensors, allow-non-finite: true }\n" + decompose(decomposition);
        String message = "pipeline.yaml:" + line + ":5: decompose: layer '" + id.layer()
                + "' cannot be decomposed: its weight '" + id + "' has " + wrong
                + " in it. Train with a lower learning rate, or load other weights";
        String runs = "spoilt-" + wrong;
        if (!decomposition.contains("pca")) {
            assertThatThrownBy(() -> start(runs, pipeline))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(message);
            return;
        }
        // What outputs vary by is not measured beforehand.
        assertThatThrownBy(() -> start(runs, pipeline))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining(message);
        requireAsItWas(only(runs), read(file), message);
    }

    private static void spoil(Path from, ParamId id, float wrong, Path to) throws IOException {
        ModelImage image = read(from);
        var tensors = new LinkedHashMap<>(image.tensors().byId());
        float[] weights = Flat.copy(image.tensors().get(id));
        weights[weights.length / 2] = wrong;
        tensors.put(id, Flat.array(weights, image.tensors().get(id).shape()));
        Files.deleteIfExists(to);
        new Safetensors()
                .write(
                        new ModelImage(
                                image.layers(), image.inputShape(), new Tensors(tensors), image.masks(), image.notes()),
                        to);
    }

    /** The directory says why it ends, and holds the network of before: no layer of it is replaced. */
    private void requireAsItWas(Path run, ModelImage before, String message) throws IOException {
        RunRecord record = engine().readRun(run);
        assertThat(record.provenance().get("outcome")).startsWith("stopped: ").contains(message);
        assertThat(record.metrics()).extracting(RunRecord.MetricRow::key).noneMatch(key -> key.startsWith("decompose"));
        ModelImage after = read(run.resolve("model.safetensors"));
        assertThat(after.layers())
                .extracting(LayerView::spec)
                .isEqualTo(before.layers().stream().map(LayerView::spec).toList());
        before.tensors().byId().forEach((id, values) -> assertThat(
                        Flat.copy(after.tensors().get(id)))
                .as(id.toString())
                .containsExactly(Flat.copy(values)));
        try (Stream<Path> inside = Files.list(run)) {
            assertThat(inside.map(path -> path.getFileName().toString()))
                    .contains("run.json", "ledger.csv", "model.safetensors")
                    .noneMatch(name -> name.endsWith(".tmp") || name.contains("part"));
        }
    }
}
