package org.espalier.engine.format;

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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.text.Shown;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The safetensors container. Any safetensors reader sees the weights and state tensors; the graph and a checksum travel in
 * the header's metadata, packed masks in arrays of bytes named {@code <parameter>.mask}.
 *
 * <p>Files that others wrote are read as well, as a {@link StateDict}: an image without graph, masks and input shape.
 */
public record Safetensors() implements ModelFormat {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String VERSION = "espalier";
    private static final String GRAPH = "graph";
    private static final String NOTE = "note.";
    private static final String MASK_SUFFIX = ".mask";
    private static final String CHECKSUM = "sha256";

    /** What stands in place of the checksum while it is computed, over the header and the arrays. */
    private static final String NO_CHECKSUM = "0".repeat(64);

    @Override
    public String extension() {
        return "safetensors";
    }

    @Override
    public void write(ModelImage model, Path file) throws IOException {
        var arrays = new LinkedHashMap<String, byte[]>();
        ObjectNode header = JSON.createObjectNode();
        ObjectNode metadata = header.putObject(SafetensorsFile.METADATA);
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
        metadata.put(VERSION, "1");
        metadata.put(GRAPH, GraphJson.write(model.layers(), model.inputShape(), model.tensors()));
        metadata.put(CHECKSUM, NO_CHECKSUM);
        MessageDigest digest = SafetensorsFile.sha256();
        digest.update(padded(JSON.writeValueAsBytes(header)));
        arrays.values().forEach(digest::update);
        metadata.put(CHECKSUM, HexFormat.of().formatHex(digest.digest()));
        byte[] head = padded(JSON.writeValueAsBytes(header));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(head.length).array());
            out.write(head);
            for (byte[] bytes : arrays.values()) {
                out.write(bytes);
            }
        }
    }

    /** Adds spaces, so that the arrays begin at a multiple of eight bytes and can be used where they lie. */
    private static byte[] padded(byte[] header) {
        byte[] padded = Arrays.copyOf(header, header.length + Math.floorMod(-header.length, Long.BYTES));
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        return padded;
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
        return read(file, id -> true);
    }

    @Override
    public ModelImage read(Path file, Predicate<ParamId> wanted) throws IOException {
        try (SafetensorsFile content = SafetensorsFile.open(file)) {
            JsonNode metadata = content.metadata();
            // Others write a graph or a checksum too; an own file that lost its version has both.
            boolean own = metadata.has(VERSION) || (metadata.has(GRAPH) && metadata.has(CHECKSUM));
            if (!own) {
                return StateDict.image(content, wanted);
            }
            if (!metadata.path(VERSION).asText().equals("1")) {
                throw new DataException(file + ": expected a model file of version 1 but found version '"
                        + Shown.cut(metadata.path(VERSION).asText())
                        + "'; it is of another version of Espalier or was altered");
            }
            if (!content.matches(metadata.path(CHECKSUM).asText(), NO_CHECKSUM)) {
                throw new DataException(
                        file + ": its checksum does not match its contents; it is truncated or was altered");
            }
            return image(content, GraphJson.read(file, metadata.path(GRAPH).asText()), wanted);
        }
    }

    private static ModelImage image(SafetensorsFile content, GraphJson.Content graph, Predicate<ParamId> wanted)
            throws IOException {
        var tensors = new LinkedHashMap<ParamId, INDArray>();
        var masks = new LinkedHashMap<ParamId, Mask>();
        for (LayerView layer : graph.layers()) {
            for (ParamInfo param : layer.params()) {
                String name = param.id().toString();
                if (!wanted.test(param.id())) {
                    continue;
                }
                tensors.put(param.id(), content.floats(name, param.shape()));
                if (content.arrays().containsKey(name + MASK_SUFFIX)) {
                    long size = (long) Mask.wordsFor(param.size()) * Long.BYTES;
                    masks.put(param.id(), mask(content.bytes(name + MASK_SUFFIX, size), param.shape()));
                }
            }
        }
        for (var statistic : graph.statistics().entrySet()) {
            if (wanted.test(statistic.getKey())) {
                tensors.put(
                        statistic.getKey(), content.floats(statistic.getKey().toString(), statistic.getValue()));
            }
        }
        var notes = new LinkedHashMap<String, String>();
        content.metadata().properties().stream()
                .filter(entry -> entry.getKey().startsWith(NOTE))
                .forEach(entry -> notes.put(
                        entry.getKey().substring(NOTE.length()),
                        entry.getValue().asText()));
        return new ModelImage(graph.layers(), graph.inputShape(), new Tensors(tensors), new MaskSet(masks), notes);
    }

    private static Mask mask(ByteBuffer buffer, List<Long> shape) {
        long[] words = new long[buffer.remaining() / Long.BYTES];
        buffer.asLongBuffer().get(words);
        return Mask.ofWords(shape, words);
    }

    private static byte[] bytesOf(INDArray array) {
        float[] values = Flat.copy(array);
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
}
