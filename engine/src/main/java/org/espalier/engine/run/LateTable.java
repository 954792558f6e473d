package org.espalier.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A table of a run that is there from its first row on, for what few runs have. Use {@link Table} for rows that come often.
 *
 * @param file where it is
 * @param header its first line
 */
record LateTable(Path file, String header) {
    void append(String line) {
        String begin = Files.exists(file) ? "" : header + "\n";
        try {
            Files.writeString(
                    file,
                    begin + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its length in bytes, once all of it is on the disk; 0 when it is not there. */
    long keep() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
            return channel.size();
        }
    }

    /** Returns whether it has {@code length} bytes or more, and a line ends there; any table has 0. */
    boolean holds(long length) throws IOException {
        return length == 0 || (Files.exists(file) && Table.endsLine(file, length));
    }

    /** Cuts off what is behind {@code length} bytes; at 0 it is there no more. */
    void cut(long length) throws IOException {
        if (length == 0) {
            Files.deleteIfExists(file);
            return;
        }
        try (Table table = Table.open(file, header)) {
            table.cut(length);
        }
    }
}
