package org.espalier.engine.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The safetensors container: an 8-byte little-endian header length, a JSON header, then raw little-endian arrays. Any
 * safetensors reader sees the weights; the graph and a checksum travel in the header's metadata, packed masks in arrays
 * of bytes named {@code <parameter>.mask}.
 */
public record Safetensors() implements ModelFormat {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String METADATA = "__metadata__";
    private static final String NOTE = "note.";
    private static final String MASK_SUFFIX = ".mask";
    private static final String CHECKSUM = "sha256";

    /** What stands in place of the checksum while it is computed, over the header and the arrays. */
    private static final String NO_CHECKSUM = "0".repeat(64);

    /** A header above this is refused before it is read: graphs take kilobytes. */
    private static final long LARGEST_HEADER = 64L << 20;

    @Override
    public String extension() {
        return "safetensors";
    }

    @Override
    public void write(ModelImage model, Path file) throws IOException {
        var arrays = new LinkedHashMap<String, byte[]>();
        ObjectNode header = JSON.createObjectNode();
        ObjectNode metadata = header.putObject(METADATA);
        long offset = 0;
        for (var entry : model.tensors().byId().entrySet()) {
            byte[] bytes = bytesOf(entry.getValue());
            offset = describe(
                    header, entry.getKey().toString(), "F32", entry.getValue().shape(), bytes, offset);
            arrays.put(entry.getKey().toString(), bytes);
        }
        for (var entry : model.masks().byId().entrySet()) {
            String name = entry.getKey() + MASK_SUFFIX;
            byte[] bytes = bytesOf(entry.getValue());
            offset = describe(header, name, "U8", new long[] {bytes.length}, bytes, offset);
            arrays.put(name, bytes);
        }
        model.notes().forEach((key, value) -> metadata.put(NOTE + key, value));
        metadata.put("espalier", "1");
        metadata.put("graph", GraphJson.write(model.layers(), model.inputShape()));
        metadata.put(CHECKSUM, NO_CHECKSUM);
        MessageDigest digest = sha256();
        digest.update(JSON.writeValueAsBytes(header));
        arrays.values().forEach(digest::update);
        metadata.put(CHECKSUM, HexFormat.of().formatHex(digest.digest()));
        byte[] head = JSON.writeValueAsBytes(header);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(head.length).array());
            out.write(head);
            for (byte[] bytes : arrays.values()) {
                out.write(bytes);
            }
        }
    }

    /** Adds an array to the header; returns where the next one begins. */
    private static long describe(ObjectNode header, String name, String type, long[] shape, byte[] bytes, long offset) {
        ObjectNode node = header.putObject(name);
        node.put("dtype", type);
        var extents = node.putArray("shape");
        for (long extent : shape) {
            extents.add(extent);
        }
        node.putArray("data_offsets").add(offset).add(offset + bytes.length);
        return offset + bytes.length;
    }

    @Override
    public ModelImage read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < Long.BYTES) {
            throw new DataException(file + ": expected a safetensors file but it has only " + bytes.length + " bytes");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > LARGEST_HEADER || length > bytes.length - Long.BYTES) {
            throw new DataException(file + ": expected a safetensors header but its stated length is " + length
                    + " bytes of a file of " + bytes.length + "; it is truncated or no such file");
        }
        try {
            JsonNode header = JSON.readTree(bytes, Long.BYTES, (int) length);
            return new Content(file, header, bytes, (int) (Long.BYTES + length)).image();
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": its header is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A file that was read. */
    private static final class Content {
        private final Path file;
        private final JsonNode header;
        private final byte[] bytes;

        /** Where the arrays begin. */
        private final int start;

        Content(Path file, JsonNode header, byte[] bytes, int start) {
            this.file = file;
            this.header = header;
            this.bytes = bytes;
            this.start = start;
        }

        ModelImage image() {
            JsonNode metadata = header.path(METADATA);
            if (!metadata.path("espalier").asText().equals("1")) {
                throw new DataException(
                        file + ": a safetensors file, but not one that Espalier wrote: it says nothing of a graph");
            }
            if (!checksum(metadata.path(CHECKSUM).asText())) {
                throw new DataException(
                        file + ": its checksum does not match its contents; it is truncated or was altered");
            }
            GraphJson.Content graph =
                    GraphJson.read(file, metadata.path("graph").asText());
            var tensors = new LinkedHashMap<ParamId, INDArray>();
            var masks = new LinkedHashMap<ParamId, Mask>();
            for (LayerView layer : graph.layers()) {
                layer.params().forEach(param -> {
                    String name = param.id().toString();
                    tensors.put(param.id(), floats(slice(name, param.size() * Float.BYTES), param.shapeArray()));
                    if (header.has(name + MASK_SUFFIX)) {
                        long size = (long) Mask.wordsFor(param.size()) * Long.BYTES;
                        masks.put(param.id(), mask(slice(name + MASK_SUFFIX, size), param.shape()));
                    }
                });
            }
            var notes = new LinkedHashMap<String, String>();
            metadata.properties().stream()
                    .filter(entry -> entry.getKey().startsWith(NOTE))
                    .forEach(entry -> notes.put(
                            entry.getKey().substring(NOTE.length()),
                            entry.getValue().asText()));
            return new ModelImage(graph.layers(), graph.inputShape(), new Tensors(tensors), new MaskSet(masks), notes);
        }

        /** Returns whether header and arrays are what they were when {@code stated} was written into the header. */
        private boolean checksum(String stated) {
            if (stated.length() != NO_CHECKSUM.length()) {
                return false;
            }
            String head = new String(bytes, Long.BYTES, start - Long.BYTES, UTF_8);
            MessageDigest digest = sha256();
            digest.update(head.replace(stated, NO_CHECKSUM).getBytes(UTF_8));
            digest.update(bytes, start, bytes.length - start);
            return HexFormat.of().formatHex(digest.digest()).equals(stated);
        }

        private ByteBuffer slice(String name, long expected) {
            JsonNode offsets = header.path(name).path("data_offsets");
            long from = offsets.path(0).asLong(-1);
            long to = offsets.path(1).asLong(-1);
            if (from < 0 || to - from != expected || start + to > bytes.length) {
                throw new DataException(file + ": expected " + expected + " bytes of '" + name + "' but found them at "
                        + from + " to " + to + " of " + (bytes.length - start) + "; the file was altered");
            }
            return ByteBuffer.wrap(bytes, start + (int) from, (int) expected)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static INDArray floats(ByteBuffer buffer, long[] shape) {
        float[] values = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(values);
        return Nd4j.createFromArray(values).reshape('c', shape);
    }

    private static Mask mask(ByteBuffer buffer, List<Long> shape) {
        long[] words = new long[buffer.remaining() / Long.BYTES];
        buffer.asLongBuffer().get(words);
        return Mask.ofWords(shape, words);
    }

    private static byte[] bytesOf(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static byte[] bytesOf(Mask mask) {
        ByteBuffer buffer = ByteBuffer.allocate(mask.wordCount() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < mask.wordCount(); i++) {
            buffer.putLong(mask.word(i));
        }
        return buffer.array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
