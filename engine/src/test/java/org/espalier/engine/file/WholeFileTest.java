package org.espalier.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
    @TempDir
    Path folder;

    private Path elsewhere;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        elsewhere = Files.writeString(folder.resolve("elsewhere.txt"), "untouched");
        file = Files.createDirectory(folder.resolve("run")).resolve("report.html");
    }

    private void assertWritten() throws IOException {
        assertThat(file).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasContent("untouched");
        try (Stream<Path> inside = Files.list(file.getParent())) {
            assertThat(inside).containsExactly(file);
        }
    }

    @Test
    void aLinkInThePlaceIsReplaced() throws IOException {
        Files.createSymbolicLink(file, elsewhere);
        WholeFile.write(file, "new");
        assertWritten();
    }

    @Test
    void aLinkInThePlaceOfTheTemporaryFileIsReplaced() throws IOException {
        Files.createSymbolicLink(file.resolveSibling("report.html.part"), elsewhere);
        WholeFile.write(file, "new");
        assertWritten();
    }

    @Test
    void aFileOfSeveralNamesIsChangedUnderThisOneAlone() throws IOException {
        Files.createLink(file, elsewhere);
        WholeFile.write(file, "new");
        assertWritten();
    }

    @Test
    void aLinkThatPointsNowhereIsReplaced() throws IOException {
        Files.createSymbolicLink(file, folder.resolve("nowhere"));
        WholeFile.write(file, "new");
        assertWritten();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void whatFailsLeavesTheFileOfBefore() throws IOException {
        Files.writeString(file, "old");
        assertThatThrownBy(() -> WholeFile.write(file, temporary -> {
                    Files.writeString(temporary, "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(file).hasContent("old");
        assertThat(file.resolveSibling("report.html.part")).doesNotExist();
    }

    @Test
    void plainFilesAreToldFromLinksAndFolders() throws IOException {
        PlainFile.require(elsewhere);
        PlainFile.require(folder.resolve("nowhere"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        assertThatThrownBy(() -> PlainFile.require(link)).hasMessage(link + ": is a link, which is not followed here");
        assertThatThrownBy(() -> PlainFile.require(folder)).hasMessage(folder + ": is not a file");
    }
}
