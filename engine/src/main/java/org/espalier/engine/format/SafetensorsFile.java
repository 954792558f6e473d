package org.espalier.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.api.model.Flat;
import org.espalier.engine.text.Shown;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A safetensors file while it is read: an 8-byte little-endian header length, a JSON header that says where each array lies,
 * then raw little-endian arrays. The header is read and checked as a whole; arrays are read when they are asked for, so that
 * a file may be larger than memory.
 */
final class SafetensorsFile implements AutoCloseable {
    static final String METADATA = "__metadata__";

    /** A header above this is refused before it is read; the format itself allows no more. */
    private static final long LARGEST_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final FileChannel channel;
    private final String header;
    private final JsonNode metadata;
    private final Map<String, SafetensorsArray> arrays;

    /** Where the arrays begin. */
    private final long start;

    private SafetensorsFile(
            Path path,
            FileChannel channel,
            String header,
            JsonNode metadata,
            Map<String, SafetensorsArray> arrays,
            long start) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.metadata = metadata;
        this.arrays = arrays;
        this.start = start;
    }

    /**
     * Opens a file.
     *
     * @throws DataException when it has no such header, or one that does not describe what the file holds
     */
    static SafetensorsFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path);
        try {
            return open(path, channel);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new DataException(path + ": expected a safetensors file but it has only " + size + " bytes");
        }
        long length = read(path, channel, 0, Long.BYTES).getLong();
        if (length < 2 || length > LARGEST_HEADER || length > size - Long.BYTES) {
            throw new DataException(path + ": expected a safetensors header but its stated length is " + length
                    + " bytes of a file of " + size + "; it is truncated or no such file");
        }
        String header = text(path, read(path, channel, Long.BYTES, (int) length));
        JsonNode stated = parsed(path, header);
        long start = Long.BYTES + length;
        JsonNode metadata = stated.path(METADATA);
        if (!metadata.isMissingNode() && !isTextByName(metadata)) {
            throw new DataException(path + ": '" + METADATA + "' in its header is no object of texts");
        }
        var arrays = new LinkedHashMap<String, SafetensorsArray>();
        stated.properties().stream()
                .filter(entry -> !entry.getKey().equals(METADATA))
                .forEach(entry ->
                        arrays.put(entry.getKey(), SafetensorsArray.of(path, entry.getKey(), entry.getValue())));
        SafetensorsArray.requireWhole(path, arrays.values(), size - start);
        return new SafetensorsFile(path, channel, header, metadata, Collections.unmodifiableMap(arrays), start);
    }

    /** Reads UTF-8, which the format asks for: a JSON reader left to itself guesses others by the first bytes. */
    private static String text(Path path, ByteBuffer bytes) {
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new DataException(path + ": its header is not text in UTF-8; it was altered or is no such file", e);
        }
    }

    private static JsonNode parsed(Path path, String header) {
        try {
            JsonNode stated = JSON.readTree(header);
            if (!stated.isObject()) {
                throw new DataException(path + ": its header is JSON, but no object that names arrays");
            }
            return stated;
        } catch (JsonProcessingException e) {
            throw new DataException(path + ": its header cannot be read: " + Shown.cut(e.getOriginalMessage()), e);
        }
    }

    private static boolean isTextByName(JsonNode metadata) {
        return metadata.isObject()
                && metadata.properties().stream()
                        .allMatch(entry -> entry.getValue().isTextual());
    }

    Path path() {
        return path;
    }

    /** Returns what the header says beside its arrays; a missing node when that is nothing. */
    JsonNode metadata() {
        return metadata;
    }

    /** Returns all arrays by name, in the header's order. */
    Map<String, SafetensorsArray> arrays() {
        return arrays;
    }

    /**
     * Returns an array of floats.
     *
     * @throws DataException when there is none, or it is of another shape, or not of floating point
     */
    INDArray floats(String name, List<Long> shape) throws IOException {
        SafetensorsArray array = array(name);
        if (!array.shape().equals(shape)) {
            throw new DataException(path + ": expected '" + name + "' in the shape " + shape + " but found "
                    + array.shape() + "; the file was altered");
        }
        return floats(name);
    }

    /**
     * Returns an array of floats in its own shape.
     *
     * @throws DataException when it is of a type that is no number of floating point
     */
    INDArray floats(String name) throws IOException {
        SafetensorsArray array = array(name);
        FloatType type = array.floatType(path);
        float[] values = new float[array.elements(path)];
        int filled = 0;
        for (long at = array.from(); at < array.to(); at += CHUNK) {
            ByteBuffer chunk = bytes(at, (int) Math.min(CHUNK, array.to() - at));
            int count = chunk.remaining() / type.bytes();
            type.read(chunk, values, filled, count);
            filled += count;
        }
        return Flat.array(
                values, array.shape().stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * Returns the bytes of an array.
     *
     * @param expected how many there must be
     * @throws DataException when there are others
     */
    ByteBuffer bytes(String name, long expected) throws IOException {
        SafetensorsArray array = array(name);
        if (array.to() - array.from() != expected || expected > Integer.MAX_VALUE) {
            throw new DataException(path + ": expected " + expected + " bytes of '" + name + "' but found them at "
                    + array.from() + " to " + array.to() + "; the file was altered");
        }
        return bytes(array.from(), (int) expected);
    }

    private SafetensorsArray array(String name) {
        SafetensorsArray array = arrays.get(name);
        if (array == null) {
            throw new DataException(path + ": has no array '" + name + "'; the file was altered");
        }
        return array;
    }

    private ByteBuffer bytes(long from, int length) throws IOException {
        return read(path, channel, start + from, length);
    }

    private static ByteBuffer read(Path path, FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new DataException(path + ": became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    /** Returns whether header and arrays have a checksum, computed with {@code blank} in its place. */
    boolean matches(String checksum, String blank) throws IOException {
        if (checksum.length() != blank.length()) {
            return false;
        }
        MessageDigest digest = sha256();
        digest.update(header.replace(checksum, blank).getBytes(UTF_8));
        long end = channel.size();
        for (long at = start; at < end; at += CHUNK) {
            digest.update(read(path, channel, at, (int) Math.min(CHUNK, end - at)));
        }
        return HexFormat.of().formatHex(digest.digest()).equals(checksum);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
