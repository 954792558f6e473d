package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.LayerView;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.RunListener;
import org.espalier.engine.RunOptions;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.run.StopSignal;
import org.espalier.testkit.PluginJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in which a recurrent network is decomposed after it was decomposed. */
final class DecomposedAgainTest {
    private static final String HEAD = """
            seed: 3
            data: { csv: { train: train.csv, test: train.csv, label: class } }
            prepare: { validation: 20, shape: [3, 8] }
            model: { layers: { layers: [ lstm: { units: 12, last: true }, dense: 2 ] } }
            pipeline:
              - train: { epochs: 1, batch-size: 20, optimizer: { adam: { learning-rate: 1.0e-2 } } }
            """;

    @TempDir
    Path folder;

    private static String decompose(double share) {
        return "  - decompose: { decomposition: alds, solver: min-max, budget: { parameters: " + share + " } }\n";
    }

    private Map<String, Long> ranks(String name, String stages) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        Path plugins = Files.createDirectory(home.resolve("plugins"));
        new PluginJar().packing(AldsPlugin.class).writeTo(plugins.resolve("alds.jar"));
        Files.writeString(home.resolve("train.csv"), examples());
        Path file = Files.writeString(home.resolve("pipeline.yaml"), HEAD + stages);
        Path runs = home.resolve("runs");
        Engine.create(new EngineOptions(List.of(PluginDirectory.optional(plugins)), home))
                .run(file, new RunOptions(List.of(), runs, false), new RunListener() {}, new StopSignal());
        try (Stream<Path> inside = Files.list(runs)) {
            LayerView layer = new Safetensors()
                    .read(inside.findFirst().orElseThrow().resolve("model.safetensors"))
                    .layers()
                    .get(0);
            var ranks = new TreeMap<String, Long>();
            for (FactoredMatrix matrix : layer.factored()) {
                ranks.put(matrix.name(), matrix.rank());
            }
            return ranks;
        }
    }

    private static String examples() {
        var random = new Random(1);
        var text = new StringBuilder();
        for (int i = 0; i < 24; i++) {
            text.append('v').append(i).append(',');
        }
        text.append("class\n");
        for (int example = 0; example < 100; example++) {
            for (int i = 0; i < 24; i++) {
                text.append(random.nextGaussian()).append(',');
            }
            text.append(example % 2).append('\n');
        }
        return text.toString();
    }

    @Test
    void matricesGetSmallerRanksOnceMore() throws IOException {
        Map<String, Long> once = ranks("once", decompose(0.6));
        Map<String, Long> twice = ranks("twice", decompose(0.6) + decompose(0.5));
        assertThat(once).isNotEmpty();
        assertThat(twice.keySet()).containsAll(once.keySet());
        assertThat(once)
                .allSatisfy((matrix, rank) -> assertThat(twice.get(matrix)).isBetween(1L, rank));
        assertThat(twice).isNotEqualTo(once);
    }
}
