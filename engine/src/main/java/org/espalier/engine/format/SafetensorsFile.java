package org.espalier.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.api.model.Flat;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A safetensors file that was read: an 8-byte little-endian header length, a JSON header that says where each array lies,
 * then raw little-endian arrays.
 */
final class SafetensorsFile {
    static final String METADATA = "__metadata__";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** A header above this is refused before it is read: graphs take kilobytes. */
    private static final long LARGEST_HEADER = 64L << 20;

    private final Path path;
    private final JsonNode header;
    private final byte[] bytes;

    /** Where the arrays begin. */
    private final int start;

    private SafetensorsFile(Path path, JsonNode header, byte[] bytes, int start) {
        this.path = path;
        this.header = header;
        this.bytes = bytes;
        this.start = start;
    }

    /**
     * Reads a file whole.
     *
     * @throws DataException when it has no such header
     */
    static SafetensorsFile read(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        if (bytes.length < Long.BYTES) {
            throw new DataException(path + ": expected a safetensors file but it has only " + bytes.length + " bytes");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > LARGEST_HEADER || length > bytes.length - Long.BYTES) {
            throw new DataException(path + ": expected a safetensors header but its stated length is " + length
                    + " bytes of a file of " + bytes.length + "; it is truncated or no such file");
        }
        try {
            JsonNode header = JSON.readTree(bytes, Long.BYTES, (int) length);
            if (!header.isObject()) {
                throw new DataException(path + ": its header is JSON, but no object that names arrays");
            }
            return new SafetensorsFile(path, header, bytes, (int) (Long.BYTES + length));
        } catch (JsonProcessingException e) {
            throw new DataException(path + ": its header is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Returns what the header says beside its arrays; a missing node when that is nothing. */
    JsonNode metadata() {
        return header.path(METADATA);
    }

    /** Returns the names of all arrays, in the header's order. */
    List<String> names() {
        var names = new ArrayList<String>();
        header.fieldNames().forEachRemaining(names::add);
        names.remove(METADATA);
        return names;
    }

    boolean has(String name) {
        return header.has(name);
    }

    /**
     * Returns the stated shape of an array.
     *
     * @throws DataException when there is none
     */
    List<Long> shape(String name) {
        JsonNode stated = header.path(name).path("shape");
        var shape = new ArrayList<Long>();
        stated.forEach(extent -> shape.add(extent.asLong(-1)));
        if (!stated.isArray() || shape.stream().anyMatch(extent -> extent < 0)) {
            throw new DataException(path + ": the header states no shape for '" + name + "'; the file was altered");
        }
        return shape;
    }

    /**
     * Returns an array of 32-bit floats.
     *
     * @throws DataException when the file holds another number of bytes, or another type
     */
    INDArray floats(String name, List<Long> shape) {
        String type = header.path(name).path("dtype").asText();
        if (!type.equals("F32")) {
            throw new DataException(path + ": expected 32-bit floats (F32) in '" + name + "' but found "
                    + (type.isEmpty() ? "no type" : type) + "; convert the file to F32");
        }
        long size = shape.stream().reduce(1L, Math::multiplyExact);
        ByteBuffer buffer = bytes(name, size * Float.BYTES);
        float[] values = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(values);
        return Flat.array(values, shape.stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * Returns the bytes of an array.
     *
     * @param expected how many there must be
     * @throws DataException when there are others
     */
    ByteBuffer bytes(String name, long expected) {
        JsonNode offsets = header.path(name).path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        if (from < 0 || to - from != expected || start + to > bytes.length) {
            throw new DataException(path + ": expected " + expected + " bytes of '" + name + "' but found them at "
                    + from + " to " + to + " of " + (bytes.length - start) + "; the file was altered");
        }
        return ByteBuffer.wrap(bytes, start + (int) from, (int) expected)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns whether header and arrays have a checksum, computed with {@code blank} in its place. */
    boolean matches(String checksum, String blank) {
        if (checksum.length() != blank.length()) {
            return false;
        }
        String head = new String(bytes, Long.BYTES, start - Long.BYTES, UTF_8);
        MessageDigest digest = sha256();
        digest.update(head.replace(checksum, blank).getBytes(UTF_8));
        digest.update(bytes, start, bytes.length - start);
        return HexFormat.of().formatHex(digest.digest()).equals(checksum);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
