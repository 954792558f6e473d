package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.testkit.FakeInstruments;
import org.espalier.testkit.FakeNetwork;
import org.junit.jupiter.api.Test;

/** Documents show what {@code plugins new} writes, to the letter; PluginProjectsIT builds and runs it. */
final class DocumentsTest {
    @Test
    void writingAPluginHasOneExampleForEachSeam() throws IOException {
        var java = new ArrayList<String>();
        NewPlugin first = example("nearest");
        java.add(Examples.files(first).get(main(first, first.plugin())));
        java.add(Examples.files(first).get(test(first, first.plugin())));
        var pipelines = new ArrayList<String>();
        for (NewPlugin plugin : Examples.all()) {
            java.add(Examples.files(plugin).get(main(plugin, plugin.component())));
            java.add(Examples.files(plugin).get(test(plugin, plugin.component())));
            pipelines.add(Examples.files(plugin).get("pipeline.yaml"));
        }
        List<String> shown = new ArrayList<>(Documents.blocks(Documents.WRITING_A_PLUGIN, "java"));
        String evidence = Files.readString(Path.of("src/test/java/org/espalier/dist/InputPower.java"));
        assertThat(shown).filteredOn(evidence::endsWith).hasSize(1);
        shown.removeIf(evidence::endsWith);
        assertThat(shown).isEqualTo(java);
        assertThat(Documents.blocks(Documents.WRITING_A_PLUGIN, "yaml")).isEqualTo(pipelines);
        assertThat(Documents.blocks(Documents.WRITING_A_PLUGIN, "xml"))
                .containsExactly(Examples.files(first).get("pom.xml"));
    }

    @Test
    void theExampleOfEvidenceMeasures() {
        FakeNetwork network = FakeNetwork.mlp();
        var powers = new InputPower(2, 8).gather(FakeInstruments.of(network, 1));
        assertThat(powers).hasSize(network.prunable().size());
        network.prunable()
                .forEach(info ->
                        assertThat(powers.get(info.id().layer()).length()).isEqualTo(info.rowSize()));
    }

    @Test
    void writingAPluginSaysHowEachExampleIsWritten() throws IOException {
        String text = Files.readString(Documents.WRITING_A_PLUGIN);
        for (NewPlugin plugin : Examples.all()) {
            assertThat(text)
                    .contains("`espalier plugins new " + plugin.name() + " --seam " + plugin.seamName()
                            + " --package com.acme`");
        }
    }

    /** Whatever Java the README shows is the example of the criterion, and it has no pom that nobody builds. */
    @Test
    void readmeShowsTheExampleOfACriterion() throws IOException {
        NewPlugin plugin = example("nearest");
        List<String> java = Documents.blocks(Documents.README, "java");
        assertThat(java).containsExactly(Examples.files(plugin).get(main(plugin, plugin.component())));
        assertThat(Documents.blocks(Documents.README, "xml")).isEmpty();
        assertThat(Files.readString(Documents.README))
                .contains("plugins new nearest --seam criterion --package com.acme")
                .contains("--plugins target/plugins");
    }

    /** Poms in other documents would have to be built as well. */
    @Test
    void noOtherDocumentHasAPom() throws IOException {
        try (var documents = Files.list(Path.of("src/main/dist/docs"))) {
            for (Path document :
                    documents.filter(path -> path.toString().endsWith(".md")).toList()) {
                if (!List.of(Documents.WRITING_A_PLUGIN, Documents.EMBEDDING).contains(document)) {
                    assertThat(Files.readString(document)).as("%s", document).doesNotContain("<modelVersion>");
                }
            }
        }
    }

    private static NewPlugin example(String name) {
        return Examples.all().stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String main(NewPlugin plugin, String type) {
        return "src/main/java/" + plugin.path() + "/" + type + ".java";
    }

    private static String test(NewPlugin plugin, String type) {
        return "src/test/java/" + plugin.path() + "/" + type + "Test.java";
    }
}
