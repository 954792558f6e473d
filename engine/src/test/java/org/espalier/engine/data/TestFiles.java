package org.espalier.engine.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSource;

/** Makes small files of the formats that are read. */
final class TestFiles {
    private TestFiles() {}

    /** Finds everything in one folder. */
    static DataSource.Locator in(Path folder) {
        return path -> {
            Path found = folder.resolve(path);
            if (!Files.exists(found)) {
                throw new DataException("there is no '" + path + "' in " + folder);
            }
            return found;
        };
    }

    /** An IDX file: header, then {@code values}, as many as there are. */
    static byte[] idx(int magic, int[] dimensions, byte... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
        bytes.putInt(magic);
        for (int dimension : dimensions) {
            bytes.putInt(dimension);
        }
        return bytes.put(values).array();
    }

    static byte[] labels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = (byte) labels[i];
        }
        return idx(0x801, new int[] {labels.length}, values);
    }

    /** Images of the shape 28 x 28, image i filled with the value i. */
    static byte[] images(int count) {
        byte[] values = new byte[count * 28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i / (28 * 28));
        }
        return idx(0x803, new int[] {count, 28, 28}, values);
    }

    static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Four good files of three training and two test examples. */
    static void mnist(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("train-images-idx3-ubyte"), images(3));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(5, 0, 4));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images(2));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(7, 2));
    }
}
