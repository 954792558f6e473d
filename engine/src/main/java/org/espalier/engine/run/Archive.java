package org.espalier.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
    /** What ND4J's shapes have room for. */
    private static final int MAX_RANK = 32;

    private final ObjectNode facts;
    private final Map<String, Entry> arrays = new LinkedHashMap<>();

    /**
     * An array.
     *
     * @param type a numeric data type of ND4J, or {@code MASK} for bits packed into words of 64
     * @param shape its extents
     * @param bytes its elements, little-endian in c order: exactly as many bytes as type and shape take
     */
    record Entry(String type, List<Long> shape, ByteBuffer bytes) {
        Entry {
            shape = List.copyOf(shape);
            long taken = bytes(type, shape);
            if (taken != bytes.remaining()) {
                throw new IllegalArgumentException(
                        type + " of shape " + shape + " takes " + taken + " bytes, but there are " + bytes.remaining());
            }
        }

        private static long bytes(String type, List<Long> shape) {
            if (shape.size() > MAX_RANK || shape.stream().anyMatch(extent -> extent < 0)) {
                throw new IllegalArgumentException("there are no arrays of shape " + shape);
            }
            try {
                long elements = shape.stream().reduce(1L, Math::multiplyExact);
                return type.equals(MASK)
                        ? Math.multiplyExact((long) Mask.wordsFor(elements), Long.BYTES)
                        : Math.multiplyExact(elements, (long) dataType(type).width());
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("an array of shape " + shape + " is too large", e);
            }
        }
    }

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

    /**
     * Adds an array as it was read.
     *
     * @throws IllegalArgumentException when there is one of that name
     */
    void put(String name, Entry entry) {
        if (arrays.putIfAbsent(name, entry) != null) {
            throw new IllegalArgumentException("two arrays are called '" + name + "'");
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

    /** Returns floats that were added as such. */
    float[] floats(String name) {
        ByteBuffer bytes =
                entry(name, DataType.FLOAT.name()).bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    Mask mask(String name) {
        Entry entry = entry(name, MASK);
        ByteBuffer bytes = entry.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long[] words = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(words);
        return Mask.ofWords(entry.shape(), words);
    }

    INDArray array(String name) {
        Entry entry = entry(name);
        DataType type = dataType(entry.type());
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        byte[] bytes = new byte[entry.bytes().remaining()];
        entry.bytes().duplicate().get(bytes);
        INDArray array = shape.length == 0 ? Nd4j.scalar(type, 0) : Nd4j.create(type, shape, 'c');
        if (bytes.length > 0) {
            pointer(array, bytes.length).put(bytes);
        }
        return array;
    }

    private static DataType dataType(String name) {
        for (DataType type : DataType.values()) {
            if (type.name().equals(name) && (type.isNumerical() || type == DataType.BOOL)) {
                return type;
            }
        }
        throw new IllegalArgumentException("there are no arrays of type '" + name + "'");
    }

    /** Returns a number among the facts; what is not finite is written as text. */
    static double number(JsonNode node) {
        require(node.isNumber() || node.isTextual(), node, "a number");
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }

    static String text(JsonNode node) {
        require(node.isTextual(), node, "a text");
        return node.textValue();
    }

    static boolean flag(JsonNode node) {
        require(node.isBoolean(), node, "true or false");
        return node.booleanValue();
    }

    /** Returns a whole number of at least 0 among the facts. */
    static long whole(JsonNode node) {
        require(node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0, node, "a whole number");
        return node.longValue();
    }

    static ArrayNode list(JsonNode node) {
        require(node.isArray(), node, "a list");
        return (ArrayNode) node;
    }

    private static void require(boolean right, JsonNode node, String wanted) {
        if (!right) {
            throw new IllegalArgumentException("among its facts, " + node + " stands where " + wanted + " has to be");
        }
    }

    private Entry entry(String name) {
        Entry entry = arrays.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("it has no array '" + name + "'");
        }
        return entry;
    }

    private Entry entry(String name, String type) {
        Entry entry = entry(name);
        if (!entry.type().equals(type)) {
            throw new IllegalArgumentException(
                    "its array '" + name + "' must be of type " + type + " but is of type " + entry.type());
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
