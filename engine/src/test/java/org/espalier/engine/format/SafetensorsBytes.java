package org.espalier.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes safetensors files by hand, good ones and others. */
final class SafetensorsBytes {
    private SafetensorsBytes() {}

    /** Returns a file of a header, written with {@code '} for {@code "}, and of so many bytes of arrays, all 0. */
    static byte[] of(String header, int bytes) {
        return of(header, new byte[bytes]);
    }

    static byte[] of(String header, byte[] arrays) {
        byte[] head = header.replace('\'', '"').getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + head.length + arrays.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(head.length)
                .put(head)
                .put(arrays)
                .array();
    }

    static Path write(Path file, String header, int bytes) throws IOException {
        return Files.write(file, of(header, bytes));
    }
}
