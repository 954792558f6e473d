package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.engine.run.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published weights give the published accuracy, where {@code ESPALIER_DATA} (system property or environment) names a folder
 * with {@code cifar10/} and {@code resnet-cifar10/}. On the first images of the test sheet; the examples take all.
 */
final class PretrainedTest {
    private static final String PIPELINE = """
            model: { resnet: { depth: %d, shortcut: a } }
            data: { cifar10: { folder: '%s' } }
            prepare: { limit: 500 }
            pipeline:
              - load: { file: '%s', names: { 'linear.*': 'fc.*' } }
              - evaluate: { split: test, metrics: [accuracy] }
            """;

    @TempDir
    private Path folder;

    @Test
    void resnet20() throws IOException {
        assertThat(accuracy(20, "resnet20-12fca82f.safetensors")).isEqualTo(0.914);
    }

    private double accuracy(int depth, String file) throws IOException {
        String named = System.getProperty("ESPALIER_DATA", System.getenv().getOrDefault("ESPALIER_DATA", ""));
        Path data = Path.of(named);
        Path weights = data.resolve("resnet-cifar10").resolve(file);
        assumeTrue(
                !named.isEmpty() && Files.exists(weights) && Files.isDirectory(data.resolve("cifar10")),
                "skipped: ESPALIER_DATA names no folder with cifar10/ and resnet-cifar10/ in it, so no published weights"
                        + " were loaded");
        Path pipeline = Files.writeString(
                folder.resolve("pipeline.yaml"), PIPELINE.formatted(depth, data.resolve("cifar10"), weights));
        var measured = new ArrayList<Double>();
        var listener = new RunListener() {
            @Override
            public void measured(String stage, Map<String, Double> values) {
                measured.addAll(values.values());
            }
        };
        Engine.create(new EngineOptions(List.of(), folder))
                .run(pipeline, new RunOptions(List.of(), folder.resolve("runs"), false), listener, new StopSignal());
        assertThat(measured).hasSize(1);
        return measured.get(0);
    }
}
