package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.config.Problem;
import org.espalier.engine.plugin.PluginDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The examples of the distribution, with its plugins and its schema. */
final class ExamplesIT {
    private static final Path HOME = Path.of(System.getProperty("espalier.home"));

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void noneHasMistakes() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(27).allSatisfy(example -> assertThat(problems(example))
                .isEmpty());
    }

    /** What the README and the page of pipeline files show can be written so; what fragments lack is put around them. */
    @Test
    void whatTheDocumentsShowHasNoMistakes(@TempDir Path folder) throws IOException {
        var shown = new ArrayList<>(Documents.blocks(Documents.README, "yaml"));
        shown.addAll(Documents.blocks(Path.of("src/main/dist/docs/pipelines.md"), "yaml"));
        assertThat(shown).hasSizeGreaterThanOrEqualTo(6).allSatisfy(block -> {
            String text = block.startsWith("seed:")
                    ? block
                    : "model: lenet-300-100\ndata: mnist\nprepare: { validation: 5000 }\npipeline:\n" + block;
            Path file = Files.writeString(folder.resolve("shown.yaml"), text);
            assertThat(problems(file)).as(block).isEmpty();
        });
    }

    /** Returns what is wrong, but for examples of CIFAR-10 that they are not there: they are no part of the distribution. */
    private static List<String> problems(Path example) {
        var engine = Engine.create(new EngineOptions(List.of(PluginDirectory.named(HOME.resolve("plugins"))), HOME));
        try {
            return engine.check(example, List.of()).warnings().stream()
                    .map(Problem::toString)
                    .toList();
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(Problem::toString)
                    .filter(problem -> !problem.contains("'data/cifar10' is not there."))
                    .filter(problem -> !problem.contains("'resnet20.safetensors' is not there."))
                    .toList();
        }
    }

    /** Editors underline nothing. The validator does not keep what it resolved: every path through the schema takes gigabytes. */
    @Test
    void allAreValidByTheSchema() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        Files.readString(HOME.resolve("conf/pipeline.schema.json")),
                        SchemaValidatorsConfig.builder().cacheRefs(false).build());
        for (Path example : examples()) {
            Object read = new Load(
                            LoadSettings.builder().setSchema(new CoreSchema()).build())
                    .loadFromString(Files.readString(example));
            assertThat(schema.validate(new ObjectMapper().valueToTree(read)))
                    .as(example.toString())
                    .isEmpty();
        }
    }
}
