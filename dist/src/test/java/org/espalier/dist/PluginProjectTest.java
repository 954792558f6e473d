package org.espalier.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The projects for every seam, as far as it goes without Maven; PluginProjectsIT builds them. */
final class PluginProjectTest {
    @TempDir
    Path folder;

    @Test
    void compileForEverySeam() throws IOException {
        var sources = new ArrayList<Path>();
        for (NewPlugin plugin : Examples.all()) {
            NewFolder.write(folder.resolve(plugin.name()), Examples.files(plugin));
            try (var files = Files.walk(folder.resolve(plugin.name()))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> options =
                List.of("-proc:none", "--release", "17", "-Xlint:all,-processing", "-Werror", "-d", classes.toString());
        try (var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean good = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(good).as(messages.toString()).isTrue();
        }
    }

    @Test
    void leaveNoPlaceOpen() {
        for (NewPlugin plugin : Examples.all()) {
            Examples.files(plugin).forEach((path, text) -> {
                assertThat(text).as(path).doesNotContain("{{");
                assertThat(text).as(path).endsWith("\n");
            });
        }
    }

    @Test
    void pointToTheDistributionWhateverItsFolderIsCalled() {
        NewPlugin plugin = Examples.all().get(0);
        Map<String, String> files = PluginProject.files(plugin, "9", Path.of("/a b/c&d/ü"));
        assertThat(files.get("pom.xml"))
                .contains("<espalier.repository>file:///a%20b/c&amp;d/%C3%BC/repository</espalier.repository>")
                .contains("<espalier.version>9</espalier.version>");
    }

    @Test
    void nameTheirServiceFile() {
        NewPlugin plugin = Examples.all().get(0);
        assertThat(Examples.files(plugin).get("src/main/resources/META-INF/services/org.espalier.api.plugin.Plugin"))
                .isEqualTo("com.acme.RingsPlugin\n");
        assertThat(Examples.files(plugin)).containsKey("src/main/java/com/acme/RingsDataSource.java");
    }
}
