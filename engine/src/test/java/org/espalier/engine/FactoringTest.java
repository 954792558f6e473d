package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.ParamId;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.plugin.PluginJar;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with recurrent layers of which single matrices are products of two factors. */
final class FactoringTest {
    /** Takes the place of a matrix of 6 rows and 4 columns: its first two columns, and where they stand. */
    private static final String PLUGIN = """
            package com.acme;

            import java.util.List;
            import java.util.Map;
            import org.espalier.api.decompose.Factorization;
            import org.espalier.api.model.ParamId;
            import org.espalier.api.plugin.*;
            import org.espalier.api.stage.*;
            import org.nd4j.linalg.api.ndarray.INDArray;
            import org.nd4j.linalg.factory.Nd4j;

            public class AcmePlugin implements Plugin {
                public Descriptor descriptor() {
                    return new Descriptor("acme", "1.0.0", Spi.VERSION);
                }

                public List<Provider<?>> providers() {
                    return List.of(Provider.of(Stage.class, "halve", "halves the rank of a matrix", Halve.class));
                }

                public record Halve() implements Stage {
                    public void run(Workbench bench) {
                        ParamId id = ParamId.of("lstm1", "weight.cell");
                        INDArray weight = bench.network().latent(id);
                        INDArray left = weight.getColumns(0, 1).dup('c');
                        INDArray right = Nd4j.createFromArray(new float[][] {{1, 0, 0, 0}, {0, 1, 0, 0}});
                        bench.replace(id.layer(), new Factorization.Products(
                                Map.of(id, new Factorization.Factors(left, right))));
                    }
                }
            }
            """;

    private static final String HEAD = """
            seed: 3
            checkpoint: { minutes: 0, keep: 1000 }
            data: { csv: { train: train.csv, test: train.csv, label: class } }
            prepare: { validation: 20, shape: [3, 4] }
            """;

    private static final String WHOLE = HEAD + """
            model: { layers: { layers: [ lstm: { units: 6, last: true }, dense: 2 ] } }
            """;

    private static final String FACTORED = HEAD + """
            model: { layers: { layers: [ lstm: { units: 6, last: true, factored: { weight.cell: 2 } }, dense: 2 ] } }
            """;

    private static final String TRAINING = """
              - train: &short { epochs: 1, batch-size: 20, optimizer: { adam: { learning-rate: 1.0e-2 } } }
              - prune: { policy: { prune: { criterion: random, keep: 0.7 } } }
              - snapshot: pruned
              - train: *short
              - rewind: { to: pruned, what: [weights, learning-rate] }
              - train: *short
              - evaluate: { split: test }
            """;

    @TempDir
    Path folder;

    /** Ends a run as a kill does: nothing in it catches this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
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

    private Path run(String runs, String pipeline) {
        return run(runs, pipeline, new RunListener() {});
    }

    private Path run(String runs, String pipeline, RunListener listener) {
        Path directory = folder.resolve(runs);
        try {
            engine().run(file(pipeline), new RunOptions(List.of(), directory, true), listener, new StopSignal());
        } catch (Killed e) {
            assertThat(directory).isDirectory();
        }
        return only(directory);
    }

    private static Path only(Path directory) {
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelImage model(Path run) throws IOException {
        return new Safetensors().read(run.resolve("model.safetensors"));
    }

    @Test
    void factorsAreTrainedPrunedAndSaved() throws IOException {
        Path run = run("runs", WHOLE + "pipeline:\n  - train: 1\n  - halve\n" + TRAINING);
        ModelImage model = model(run);
        ParamId left = ParamId.of("lstm1", "weight.cell.left");
        ParamId right = ParamId.of("lstm1", "weight.cell.right");
        assertThat(model.tensors().get(left).shape()).containsExactly(6, 2);
        assertThat(model.tensors().get(right).shape()).containsExactly(2, 4);
        assertThat(model.masks().byId().get(left).alive()).isLessThan(12);
        // What was 0 or 1 is no longer where it was trained.
        assertThat(model.tensors().get(right).getDouble(0, 0)).isNotEqualTo(1);
        assertThat(model.layers().get(0).factored()).singleElement().satisfies(matrix -> assertThat(matrix.rank())
                .isEqualTo(2));
        assertThat(run.resolve("ledger.csv")).content().contains("lstm1,LSTM," + (4 * (24 + 36 + 6) - 24 + 12 + 8));
    }

    @Test
    void aRunThatIsKilledAfterFactorsTookAMatrixsPlaceGoesOnToTheSameBits() throws IOException {
        String pipeline = WHOLE + "pipeline:\n  - train: 1\n  - halve\n" + TRAINING;
        Path whole = run("whole", pipeline);
        Path killed = run("killed", pipeline, new RunListener() {
            @Override
            public void stageStarted(String path) {
                if (path.equals("train#3") || path.equals("rewind")) {
                    throw new Killed();
                }
            }
        });
        assertThat(killed.resolve("checkpoints")).isNotEmptyDirectory();
        engine().resume(killed, new RunListener() {}, new StopSignal());
        for (String result : List.of("metrics.csv", "masks.csv", "ledger.csv", "model.safetensors")) {
            assertThat(killed.resolve(result)).hasSameBinaryContentAs(whole.resolve(result));
        }
    }

    @Test
    void aModelIsLoadedIntoANetworkThatIsWrittenFactored() throws IOException {
        Path saved =
                run("first", WHOLE + "pipeline:\n  - halve\n  - train: 1\n").resolve("model.safetensors");
        Files.copy(saved, folder.resolve("factored.safetensors"));
        Path loaded = run("second", FACTORED + "pipeline:\n  - load: factored.safetensors\n");
        assertThat(model(loaded).tensors().byId())
                .isEqualTo(model(saved.getParent()).tensors().byId());
    }

    @Test
    void explainCountsFactorsAndWhatTheirProductCosts() {
        String told = engine().explain(file(FACTORED + "pipeline:\n  - train: 1\n"), List.of());
        int parameters = 4 * (24 + 36 + 6) - 24 + 12 + 8;
        int flops = 2 * 4 * (24 + 36) * 3 + 2 * 24 * 2;
        assertThat(told)
                .contains("factored:\n              weight.cell: 2")
                .containsPattern("lstm1 +LSTM +" + parameters + " parameters .* "
                        + String.format(java.util.Locale.ROOT, "%,d", flops) + " FLOPs")
                .contains("A matrix that is the product of two factors counts as the whole matrix");
    }

    @Test
    void aMatrixThatIsNotThereIsAProblemOfTheFile() {
        String wrong = FACTORED.replace("weight.cell", "weight.cel");
        assertThatThrownBy(() -> engine().explain(file(wrong + "pipeline:\n  - train: 1\n"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pipeline.yaml:5:")
                .hasMessageContaining("it has no matrix 'weight.cel' to factor; it has [weight.input, ");
    }
}
