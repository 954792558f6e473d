package org.espalier.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

    /** Opens a table that is there, to append to it. */
    static Table open(Path path) throws IOException {
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

    long size() throws IOException {
        return file.size();
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
