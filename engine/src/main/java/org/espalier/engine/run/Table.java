package org.espalier.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.espalier.api.data.DataException;
import org.espalier.engine.file.PlainFile;
import org.espalier.engine.file.WholeFile;

/** A table of a run on disk. Each row is with the operating system when it is appended, so a killed run leaves it. */
final class Table implements Closeable {
    private final FileChannel file;

    private Table(FileChannel file) {
        this.file = file;
    }

    /** Begins a table with its header. */
    static Table create(Path path, String header) throws IOException {
        var table = new Table(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        table.append(header);
        return table;
    }

    /**
     * Opens a table that is there, to append to it. It becomes a file of its own first: what it shares with a copy elsewhere stays as it
     * is.
     *
     * @throws DataException when it is no table with this header; nothing was changed then
     */
    static Table open(Path path, String header) throws IOException {
        PlainFile.require(path);
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(header.length() + 1), UTF_8);
            Csv.requireHeader(path.toString(), header, start.lines().findFirst().orElse(""));
        }
        WholeFile.write(path, temporary -> Files.copy(path, temporary, StandardCopyOption.REPLACE_EXISTING));
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        file.position(file.size());
        return new Table(file);
    }

    void append(String line) {
        ByteBuffer bytes = UTF_8.encode(line + "\n");
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its length in bytes, once all of it is on the disk. */
    long keep() throws IOException {
        file.force(true);
        return file.size();
    }

    /** Returns whether a table has {@code length} bytes or more, and one of its lines ends there. */
    static boolean endsLine(Path path, long length) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return length > 0 && file.read(last, length - 1) == 1 && last.get(0) == '\n';
        }
    }

    /** Cuts off what is behind {@code length} bytes. */
    void cut(long length) throws IOException {
        file.truncate(length);
        file.position(length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
