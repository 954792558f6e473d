package org.espalier.engine.kernel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.espalier.engine.PipelineException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in the place of the home stands for one that cannot be written, also for the user who can write everywhere. */
final class NativeFolderTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void aHomeThatCannotBeWritten() throws IOException {
        home = Files.createFile(folder.resolve("home"));
    }

    @Test
    void theHomeIsTakenWhereItCanBeWritten() throws IOException {
        Path usual = Files.createDirectory(folder.resolve("user"));
        assertThat(NativeFolder.choose(usual, folder, "me")).isEqualTo(usual.resolve(".javacpp/cache"));
        assertThat(folder.resolve("espalier-me")).doesNotExist();
    }

    @Test
    void elseAFolderOfTheUsersOwnIsMadeThatNobodyElseCanEnter() throws IOException {
        Path own = NativeFolder.choose(home, folder, "me");
        assertThat(own).isEqualTo(folder.resolve("espalier-me"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(NativeFolder.choose(home, folder, "me")).isEqualTo(own);
        assertThat(own).isEmptyDirectory();
    }

    @Test
    void aFolderThatOthersCanWriteIsRefused() throws IOException {
        Path own = Files.createDirectory(folder.resolve("espalier-me"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> NativeFolder.choose(home, folder, "me"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("'" + own + "' is open to other users. Name a folder of your own:"
                        + " ESPALIER_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER");
    }

    @Test
    void aLinkInItsPlaceIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("espalier-me"), elsewhere);
        assertThatThrownBy(() -> NativeFolder.choose(home, folder, "me")).hasMessageContaining("is no folder");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whereNothingCanBeWrittenTheUserIsToldWhatToSet() {
        assertThatThrownBy(() -> NativeFolder.choose(home, home, "me"))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("'" + home.resolve(".javacpp/cache") + "' cannot be written, and '"
                        + home.resolve("espalier-me") + "' cannot be written. Name a folder");
    }
}
