package org.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.espalier.engine.data.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramTest {
    @TempDir
    Path folder;

    private String of(Map<String, String> files) throws IOException {
        Path jar = folder.resolve("some.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return of(jar);
    }

    private static String of(Path code) throws IOException {
        var content = new Fingerprint();
        Program.add(code, content);
        return content.hex();
    }

    @Test
    void everyFileCountsByNameAndContentAndWhatTheBuildAddsDoesNot() throws IOException {
        String usual = of(Map.of("a/A.class", "x", "b.txt", "y"));
        assertThat(of(Map.of("a/A.class", "x", "b.txt", "y", "META-INF/MANIFEST.MF", "z", "META-INF/maven/p", "q")))
                .isEqualTo(usual);
        assertThat(of(Map.of("a/A.class", "X", "b.txt", "y"))).isNotEqualTo(usual);
        assertThat(of(Map.of("a/A.class", "x", "b.txt", "y", "c.txt", ""))).isNotEqualTo(usual);
        assertThat(of(Map.of("a/B.class", "x", "b.txt", "y"))).isNotEqualTo(usual);
    }

    @Test
    void aFolderOfTheSameClassesIsTheSameProgram() throws IOException {
        Files.createDirectories(folder.resolve("classes/a"));
        Files.writeString(folder.resolve("classes/a/A.class"), "x");
        Files.writeString(folder.resolve("classes/b.txt"), "y");
        assertThat(of(folder.resolve("classes"))).isEqualTo(of(Map.of("a/A.class", "x", "b.txt", "y")));
    }

    @Test
    void theProgramThatRunsHasOne() {
        assertThat(Program.sha256()).hasSize(64).isEqualTo(Program.sha256());
        assertThat(Program.libraries()).matches("nd4j-native \\d.*, openblas \\d.*, dnnl \\d.*");
    }
}
