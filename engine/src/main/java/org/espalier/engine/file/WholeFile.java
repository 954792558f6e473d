package org.espalier.engine.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files as a whole: into a new file beside the place, which is moved there once it is on the disk. Readers see the old
 * file or the new one, never a part. Whatever stands in the place is replaced: a link is not followed, and a file that has further
 * names (hard links) keeps its content under those.
 */
public final class WholeFile {
    /** What a file has behind its name while it is written. */
    public static final String SUFFIX = ".part";

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Writing {
        /** Writes into a file that is there, empty and nobody else's. */
        void write(Path temporary) throws IOException;
    }

    /** Writes a file, in a folder that is there. */
    public static void write(Path file, Writing writing) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + SUFFIX);
        // a process that was killed may have left one; a link goes, and not what it points at
        Files.deleteIfExists(temporary);
        Files.createFile(temporary);
        try {
            writing.write(temporary);
            force(temporary);
            move(temporary, file);
        } catch (IOException | RuntimeException | Error e) {
            discard(temporary, e);
            throw e;
        }
    }

    /** Writes a text, in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, temporary -> Files.writeString(temporary, text));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void discard(Path temporary, Throwable failure) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
