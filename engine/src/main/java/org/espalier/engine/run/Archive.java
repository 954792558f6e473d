package org.espalier.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.espalier.api.mask.Mask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a checkpoint holds: facts as a tree, and arrays by name. Arrays are copied in and out. */
final class Archive {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MASK = "MASK";

    private final ObjectNode facts;
    private final Map<String, Entry> arrays = new LinkedHashMap<>();

    /**
     * An array.
     *
     * @param type a data type of ND4J, or {@code MASK} for bits packed into words of 64
     * @param shape its extents
     * @param bytes its elements, little-endian in c order
     */
    record Entry(String type, List<Long> shape, ByteBuffer bytes) {}

    Archive() {
        this(JSON.createObjectNode());
    }

    Archive(ObjectNode facts) {
        this.facts = facts;
    }

    ObjectNode facts() {
        return facts;
    }

    Map<String, Entry> arrays() {
        return arrays;
    }

    /** Adds an array as it was read. */
    void put(String name, Entry entry) {
        if (arrays.put(name, entry) != null) {
            throw new IllegalStateException("two arrays are called '" + name + "'");
        }
    }

    void put(String name, float[] values) {
        ByteBuffer bytes = allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        put(name, new Entry(DataType.FLOAT.name(), List.of((long) values.length), bytes));
    }

    void put(String name, Mask mask) {
        ByteBuffer bytes = allocate(mask.wordCount() * Long.BYTES);
        for (int i = 0; i < mask.wordCount(); i++) {
            bytes.putLong(i * Long.BYTES, mask.word(i));
        }
        put(name, new Entry(MASK, mask.shape(), bytes));
    }

    /**
     * Adds an array of any numeric type.
     *
     * @throws IllegalArgumentException when it holds text
     */
    void put(String name, INDArray array) {
        if (array.dataType() == DataType.UTF8) {
            throw new IllegalArgumentException("array '" + name + "' holds text, which checkpoints do not keep");
        }
        byte[] bytes =
                new byte[Math.toIntExact(array.length() * array.dataType().width())];
        if (bytes.length > 0) {
            // the copy lives until its bytes are read
            INDArray copy = array.dup('c');
            pointer(copy, bytes.length).get(bytes);
            copy.close();
        }
        List<Long> shape = LongStream.of(array.shape()).boxed().toList();
        put(name, new Entry(array.dataType().name(), shape, ByteBuffer.wrap(bytes)));
    }

    float[] floats(String name) {
        ByteBuffer bytes = entry(name).bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    Mask mask(String name) {
        Entry entry = entry(name);
        ByteBuffer bytes = entry.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long[] words = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(words);
        return Mask.ofWords(entry.shape(), words);
    }

    INDArray array(String name) {
        Entry entry = entry(name);
        DataType type = DataType.valueOf(entry.type());
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        byte[] bytes = new byte[entry.bytes().remaining()];
        entry.bytes().duplicate().get(bytes);
        INDArray array = shape.length == 0 ? Nd4j.scalar(type, 0) : Nd4j.create(type, shape, 'c');
        if (bytes.length > 0) {
            pointer(array, bytes.length).put(bytes);
        }
        return array;
    }

    /** Returns a number among the facts; what is not finite is written as text. */
    static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }

    private Entry entry(String name) {
        Entry entry = arrays.get(name);
        if (entry == null) {
            throw new IllegalStateException("the checkpoint has no array '" + name + "'");
        }
        return entry;
    }

    private static ByteBuffer allocate(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static BytePointer pointer(INDArray array, int length) {
        return new BytePointer(array.data().addressPointer()).capacity(length);
    }
}
