package {{package}};

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a model as one value: lists, texts, numbers and arrays inside each other, each behind a letter that says what it is. In
 * front stand eight bytes by which a file is known, and a checksum of the rest: a file that was cut off or altered is refused.
 */
public record {{Class}}() implements ModelFormat {
    private static final byte[] MAGIC = "ESPALIER".getBytes(UTF_8);
    private static final int HEADER = MAGIC.length + Long.BYTES;
    private static final int DEEPEST = 100;

    @Override
    public String extension() {
        return "{{name}}";
    }

    @Override
    public void write(ModelImage model, Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        write(image(model), new DataOutputStream(bytes));
        byte[] content = bytes.toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(HEADER + content.length);
        whole.put(MAGIC).putLong(checksum(content, 0)).put(content);
        Files.write(file, whole.array());
    }

    @Override
    public ModelImage read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DataException("'" + file + "' is no file of this format");
        }
        if (ByteBuffer.wrap(bytes).getLong(MAGIC.length) != checksum(bytes, HEADER)) {
            throw new DataException("'" + file + "' was cut off or altered: its checksum is another. Write it again");
        }
        try {
            return image(read(new DataInputStream(new ByteArrayInputStream(bytes, HEADER, bytes.length - HEADER)), 0));
        } catch (IOException | RuntimeException e) {
            throw new DataException("'" + file + "' holds no model: " + e.getMessage(), e);
        }
    }

    private static long checksum(byte[] bytes, int from) {
        var crc = new CRC32();
        crc.update(bytes, from, bytes.length - from);
        return crc.getValue();
    }

    private static List<Object> image(ModelImage model) {
        var tensors = new ArrayList<Object>();
        model.tensors().byId().forEach((id, array) -> tensors.add(List.of(
                id.layer().path(), id.name(), Arrays.stream(array.shape()).boxed().toList(), Flat.copy(array))));
        var masks = new ArrayList<Object>();
        model.masks().byId().forEach((id, mask) -> masks.add(List.of(
                id.layer().path(), id.name(), mask.shape(), Flat.copy(mask.toArray()))));
        List<Object> layers = model.layers().stream().<Object>map({{Class}}::layer).toList();
        return List.of(layers, model.inputShape(), tensors, masks, new TreeMap<>(model.notes()));
    }

    private static ModelImage image(Object value) {
        List<?> parts = (List<?>) value;
        var tensors = new LinkedHashMap<ParamId, INDArray>();
        for (List<?> part : lists(parts.get(2))) {
            tensors.put(id(part), Flat.array((float[]) part.get(3), numbers(part.get(2))));
        }
        var masks = new LinkedHashMap<ParamId, Mask>();
        for (List<?> part : lists(parts.get(3))) {
            float[] alive = (float[]) part.get(3);
            masks.put(id(part), Mask.of(longs(part.get(2)), i -> alive[(int) i] != 0));
        }
        var notes = new LinkedHashMap<String, String>();
        ((Map<?, ?>) parts.get(4)).forEach((key, text) -> notes.put((String) key, (String) text));
        List<LayerView> layers = lists(parts.get(0)).stream().map({{Class}}::layer).toList();
        return new ModelImage(layers, longs(parts.get(1)), new Tensors(tensors), new MaskSet(masks), notes);
    }

    private static List<Object> layer(LayerView layer) {
        List<Object> params = layer.params().stream()
                .<Object>map(param -> List.of(
                        param.id().name(), param.shape(), param.axes().stream().map(Axis::name).toList(), param.prunable()))
                .toList();
        List<String> inputs = layer.inputs().stream().map(LayerId::path).toList();
        return List.of(layer.id().path(), inputs, layer.outputShape(), params, spec(layer.spec()));
    }

    private static LayerView layer(List<?> parts) {
        var id = new LayerId((String) parts.get(0));
        List<LayerId> inputs = ((List<?>) parts.get(1)).stream().map(path -> new LayerId((String) path)).toList();
        List<ParamInfo> params = lists(parts.get(3)).stream()
                .map(param -> new ParamInfo(
                        new ParamId(id, (String) param.get(0)),
                        longs(param.get(1)),
                        ((List<?>) param.get(2)).stream().map(axis -> Axis.valueOf((String) axis)).toList(),
                        (Boolean) param.get(3)))
                .toList();
        return new LayerView(id, spec((List<?>) parts.get(4)), params, inputs, longs(parts.get(2)));
    }

    private static List<Object> spec(LayerSpec spec) {
        if (spec instanceof Dense dense) {
            return List.of("Dense", dense.in(), dense.out(), dense.groups(), dense.bias());
        }
        if (spec instanceof Convolution conv) {
            return List.of("Convolution", conv.in(), conv.out(), pair(conv.kernel()), pair(conv.stride()),
                    pair(conv.padding()), pair(conv.dilation()), conv.groups(), conv.bias());
        }
        Other other = (Other) spec;
        return List.of("Other", other.kind(), new TreeMap<>(other.attributes()));
    }

    private static LayerSpec spec(List<?> parts) {
        switch ((String) parts.get(0)) {
            case "Dense":
                return new Dense((Long) parts.get(1), (Long) parts.get(2), (Long) parts.get(3), (Boolean) parts.get(4));
            case "Convolution":
                return new Convolution((Long) parts.get(1), (Long) parts.get(2), pair(parts.get(3)), pair(parts.get(4)),
                        pair(parts.get(5)), pair(parts.get(6)), (Long) parts.get(7), (Boolean) parts.get(8));
            default:
                var attributes = new LinkedHashMap<String, Object>();
                ((Map<?, ?>) parts.get(2)).forEach((key, value) -> attributes.put((String) key, value));
                return new Other((String) parts.get(1), attributes);
        }
    }

    private static List<Long> pair(Pair pair) {
        return List.of(pair.height(), pair.width());
    }

    private static Pair pair(Object value) {
        return new Pair(longs(value).get(0), longs(value).get(1));
    }

    private static ParamId id(List<?> parts) {
        return ParamId.of((String) parts.get(0), (String) parts.get(1));
    }

    private static List<List<?>> lists(Object value) {
        return ((List<?>) value).stream().<List<?>>map(part -> (List<?>) part).toList();
    }

    private static List<Long> longs(Object value) {
        return ((List<?>) value).stream().map(Long.class::cast).toList();
    }

    private static long[] numbers(Object value) {
        return longs(value).stream().mapToLong(Long::longValue).toArray();
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        if (value instanceof Long number) {
            out.writeByte('L');
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeByte('D');
            out.writeDouble(number);
        } else if (value instanceof Boolean truth) {
            out.writeByte('B');
            out.writeBoolean(truth);
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(UTF_8);
            out.writeByte('S');
            out.writeInt(bytes.length);
            out.write(bytes);
        } else if (value instanceof float[] numbers) {
            out.writeByte('F');
            out.writeInt(numbers.length);
            for (float number : numbers) {
                out.writeFloat(number);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte('M');
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                write(entry.getKey(), out);
                write(entry.getValue(), out);
            }
        } else if (value instanceof List<?> list) {
            out.writeByte('[');
            out.writeInt(list.size());
            for (Object part : list) {
                write(part, out);
            }
        } else {
            throw new IOException("a model with a " + value.getClass().getName() + " cannot be written");
        }
    }

    private static Object read(DataInputStream in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("values within values, more than " + DEEPEST + " deep");
        }
        char kind = (char) in.readByte();
        switch (kind) {
            case 'L':
                return in.readLong();
            case 'D':
                return in.readDouble();
            case 'B':
                return in.readBoolean();
            case 'S':
                return new String(in.readNBytes(length(in, 1)), UTF_8);
            case 'F':
                float[] numbers = new float[length(in, Float.BYTES)];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = in.readFloat();
                }
                return numbers;
            case 'M':
                var map = new LinkedHashMap<String, Object>();
                for (int left = in.readInt(); left > 0; left--) {
                    map.put((String) read(in, depth + 1), read(in, depth + 1));
                }
                return map;
            case '[':
                var list = new ArrayList<Object>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(read(in, depth + 1));
                }
                return list;
            default:
                throw new IOException("there is no value of kind '" + kind + "'");
        }
    }

    /** A file may say anything: nothing is reserved that it does not hold. */
    private static int length(DataInputStream in, int each) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / each) {
            throw new IOException("a length of " + length + ", but " + in.available() + " bytes are left");
        }
        return length;
    }
}
