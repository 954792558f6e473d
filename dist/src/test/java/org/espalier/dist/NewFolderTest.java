package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewFolderTest {
    private static final Map<String, String> FILES = new TreeMap<>(Map.of("a/b.txt", "one\n", "c.txt", "two\n"));

    @TempDir
    Path around;

    @Test
    void writesIntoAFolderThatIsNew() throws IOException {
        NewFolder.write(around.resolve("not/yet/there"), FILES);
        assertThat(around.resolve("not/yet/there/a/b.txt")).hasContent("one");
        assertThat(around.resolve("not/yet").toFile().list()).containsExactly("there");
    }

    @Test
    void writesIntoAFolderThatIsEmpty() {
        NewFolder.write(around, FILES);
        assertThat(around.resolve("a/b.txt")).hasContent("one");
        assertThat(around.resolve("c.txt")).hasContent("two");
    }

    @Test
    void overwritesNothing() throws IOException {
        Path there =
                Files.writeString(Files.createDirectory(around.resolve("x")).resolve("c.txt"), "mine");
        assertThatThrownBy(() -> NewFolder.write(around.resolve("x"), FILES))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is there already, and nothing is overwritten");
        assertThatThrownBy(() -> NewFolder.write(there, FILES)).isInstanceOf(UserException.class);
        assertThat(there).hasContent("mine");
        assertThat(around.resolve("x").toFile().list()).containsExactly("c.txt");
    }

    /** The folder around it may belong to somebody else: nothing is written there. */
    @Test
    void writesOnlyInsideAFolderThatIsThere() throws IOException {
        Path target = Files.createDirectory(around.resolve("x"));
        var broken = new TreeMap<>(FILES);
        broken.put("c.txt/d.txt", "a file cannot be a folder");
        assertThatThrownBy(() -> NewFolder.write(target, broken)).hasMessageContaining(".x.");
        assertThat(target).isEmptyDirectory();
        NewFolder.write(target, FILES);
        assertThat(target.toFile().list()).containsExactlyInAnyOrder("a", "c.txt");
        assertThat(around.toFile().list()).containsExactly("x");
    }

    /** What cannot be written as a whole leaves nothing behind. */
    @Test
    void leavesNothingHalfWritten() {
        var broken = new TreeMap<>(FILES);
        broken.put("c.txt/d.txt", "a file cannot be a folder");
        assertThatThrownBy(() -> NewFolder.write(around.resolve("x"), broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write");
        assertThat(around).isEmptyDirectory();
    }
}
