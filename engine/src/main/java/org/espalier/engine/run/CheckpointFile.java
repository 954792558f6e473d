package org.espalier.engine.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.engine.file.PlainFile;
import org.espalier.engine.file.Reasons;
import org.espalier.engine.kernel.memory.JavaArrays;

/**
 * The file format of checkpoints: the letters {@code ESPALIER}, the format's version (4 bytes) and the length of a header
 * (4 bytes), both big-endian; the header, which is JSON with the facts, and with name, type, shape and length of each array;
 * the arrays one after the other; and the SHA-256 of all that. So a file that was cut short or altered at any place is told
 * from a good one.
 */
final class CheckpointFile {
    /** Raised when files of before can no longer be read, or would be understood otherwise. */
    static final int VERSION = 2;

    private static final byte[] LETTERS = "ESPALIER".getBytes(US_ASCII);
    private static final int PREFIX = 16;
    private static final int CHECKSUM = 32;

    private static final JsonMapper HEADER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CheckpointFile() {}

    /** Writes a file. */
    static void write(Archive archive, Path file) throws IOException {
        byte[] header = Archive.JSON.writeValueAsBytes(header(archive));
        MessageDigest digest = sha256();
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            var summed = new DataOutputStream(new DigestOutputStream(out, digest));
            summed.write(LETTERS);
            summed.writeInt(VERSION);
            summed.writeInt(header.length);
            summed.write(header);
            for (Archive.Entry entry : archive.arrays().values()) {
                byte[] bytes = new byte[entry.bytes().remaining()];
                entry.bytes().duplicate().get(bytes);
                summed.write(bytes);
            }
            out.write(digest.digest());
        }
    }

    private static ObjectNode header(Archive archive) {
        ObjectNode header = Archive.JSON.createObjectNode();
        header.set("facts", archive.facts());
        ArrayNode arrays = header.putArray("arrays");
        archive.arrays().forEach((name, entry) -> {
            ObjectNode node = arrays.addObject();
            node.put("name", name);
            node.put("type", entry.type());
            ArrayNode shape = node.putArray("shape");
            entry.shape().forEach(shape::add);
            node.put("length", entry.bytes().remaining());
        });
        return header;
    }

    /**
     * Reads a file.
     *
     * @throws DataException when it is no checkpoint, of a newer format, cut short or altered; says which, not where
     */
    static Archive read(Path file) {
        byte[] bytes = bytes(file);
        if (bytes.length < PREFIX + CHECKSUM || !Arrays.equals(LETTERS, Arrays.copyOf(bytes, LETTERS.length))) {
            throw new DataException("it does not begin as a checkpoint does, or was cut short");
        }
        ByteBuffer content = ByteBuffer.wrap(bytes, 0, bytes.length - CHECKSUM);
        content.position(LETTERS.length);
        int version = content.getInt();
        if (version != VERSION) {
            throw new DataException(
                    "it has format " + version + ", and this version of Espalier reads format " + VERSION);
        }
        MessageDigest digest = sha256();
        digest.update(bytes, 0, content.limit());
        if (!Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, content.limit(), bytes.length))) {
            throw new DataException("its checksum does not match its content: it was cut short or altered");
        }
        try {
            return content(content);
        } catch (IOException e) {
            throw new DataException("its header cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            PlainFile.require(file);
            if (Files.size(file) > JavaArrays.LONGEST) {
                throw new DataException(
                        "it has " + Files.size(file) + " bytes, and at most " + JavaArrays.LONGEST + " are read");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException("it cannot be read: " + Reasons.of(e, file), e);
        }
    }

    /** Nothing of what the header says is taken on trust: who altered a file may have mended its checksum. */
    private static Archive content(ByteBuffer content) throws IOException {
        int length = content.getInt();
        if (length < 0 || length > content.remaining()) {
            throw new DataException(
                    "its header cannot have " + length + " bytes, where " + content.remaining() + " are left");
        }
        byte[] text = new byte[length];
        content.get(text);
        JsonNode header = HEADER.readTree(text);
        if (!(header.path("facts") instanceof ObjectNode facts)
                || !header.path("arrays").isArray()) {
            throw new DataException("its header has no facts and arrays");
        }
        var archive = new Archive(facts);
        for (JsonNode node : header.path("arrays")) {
            take(node, content, archive);
        }
        if (content.hasRemaining()) {
            throw new DataException(content.remaining() + " bytes stand behind its arrays");
        }
        return archive;
    }

    private static void take(JsonNode node, ByteBuffer content, Archive archive) {
        String name = text(node, "name");
        JsonNode length = node.path("length");
        if (!length.canConvertToInt() || length.intValue() < 0 || length.intValue() > content.remaining()) {
            throw new DataException("its array '" + name + "' cannot have " + length + " bytes, where "
                    + content.remaining() + " are left");
        }
        ByteBuffer bytes = content.slice(content.position(), length.intValue());
        content.position(content.position() + length.intValue());
        try {
            archive.put(name, new Archive.Entry(text(node, "type"), shape(node, name), bytes));
        } catch (IllegalArgumentException e) {
            throw new DataException("its array '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new DataException("an array of it has no " + field);
        }
        return node.path(field).textValue();
    }

    private static List<Long> shape(JsonNode node, String name) {
        var shape = new ArrayList<Long>();
        for (JsonNode extent : node.path("shape")) {
            if (!extent.isIntegralNumber() || !extent.canConvertToLong()) {
                throw new DataException("its array '" + name + "' has the extent " + extent);
            }
            shape.add(extent.longValue());
        }
        return shape;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
