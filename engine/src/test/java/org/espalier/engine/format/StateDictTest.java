package org.espalier.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.ParamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safetensors files that others wrote. */
final class StateDictTest {
    @TempDir
    private Path folder;

    @Test
    void rolesBecomeThoseOfTheNetwork() throws IOException {
        ModelImage image = new Safetensors().read(network());
        assertThat(image.layers()).isEmpty();
        assertThat(image.masks().byId()).isEmpty();
        assertThat(image.tensors().byId().keySet().stream().map(Object::toString))
                .containsExactly(
                        "a.conv.weight",
                        "a.conv.bias",
                        "a.1.scale",
                        "a.1.shift",
                        "a.1.mean",
                        "a.1.variance",
                        "linear.weight");
        assertThat(image.tensors().get(ParamId.of("a.1", "mean")).data().asFloat())
                .containsExactly(8, 9);
    }

    @Test
    void metadataOfOthersMayHaveAnyKey() throws IOException {
        for (String key : new String[] {"sha256", "graph"}) {
            Path file = file(
                    "{\"__metadata__\":{\"format\":\"pt\",\"" + key + "\":\"abc\"},"
                            + "\"a.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                    new float[] {3});
            assertThat(new Safetensors()
                            .read(file)
                            .tensors()
                            .get(ParamId.of("a", "bias"))
                            .getFloat(0))
                    .isEqualTo(3);
        }
    }

    @Test
    void namesAreMappedAndTheFirstThatFitsCounts() throws IOException {
        var names = new LinkedHashMap<String, String>();
        names.put("a.1.*", "first.bn.*");
        names.put("a.*.weight", "first.*.weight");
        names.put("*.1.*", "never.*.*");
        names.put("linear.*", "fc.*");
        ModelImage image = new Renaming(new Safetensors(), names).read(network());
        assertThat(image.tensors().byId().keySet().stream().map(Object::toString))
                .containsExactly(
                        "first.conv.weight",
                        "a.conv.bias",
                        "first.bn.scale",
                        "first.bn.shift",
                        "first.bn.mean",
                        "first.bn.variance",
                        "fc.weight");
    }

    @Test
    void namesThatCannotBeMeantAreRefused() throws IOException {
        Path file = network();
        assertThatThrownBy(() -> new Renaming(new Safetensors(), Map.of("a.*", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'a.*' and 'b' must have equally many *, each standing for the same on both sides");
        assertThatThrownBy(() -> new Renaming(new Safetensors(), Map.of("liner.weight", "fc.weight")).read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": holds nothing that is called 'liner.weight', as 'names' says."
                        + " Did you mean 'linear.weight'?");
        assertThatThrownBy(() -> new Renaming(new Safetensors(), Map.of("a.conv.weight", "linear.weight")).read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": both 'a.conv.weight' and 'linear.weight' become 'linear.weight' by 'names'; each"
                        + " array needs a name of its own");
    }

    @Test
    void aValueThatIsNotFiniteIsNamedByItsPlace() throws IOException {
        float[] values = new float[10_000];
        Path file = file("{\"a.w\":{\"dtype\":\"F32\",\"shape\":[100,50,2],\"data_offsets\":[0,40000]}}", values);
        assertThat(new FiniteOnly(new Safetensors()).read(file).tensors().byId())
                .hasSize(1);
        values[9_997] = Float.NaN;
        file("{\"a.w\":{\"dtype\":\"F32\",\"shape\":[100,50,2],\"data_offsets\":[0,40000]}}", values);
        assertThatThrownBy(() -> new FiniteOnly(new Safetensors()).read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": 'a.w' [100, 50, 2] is NaN at [99, 48, 1]. Train or convert it anew;"
                        + " 'allow-non-finite: true' loads it as it is");
    }

    @Test
    void whatIsNoFloatIsRefusedByName() throws IOException {
        Path file = file("{\"a.weight\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}}", new float[] {1});
        assertThatThrownBy(() -> new Safetensors().read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file
                        + ": expected floats (F16, BF16, F32 or F64) in 'a.weight' but found I16. Leave it out with"
                        + " 'except' if the network can do without it, or convert the file");
        ParamId weight = ParamId.of("a", "scale");
        assertThat(new Safetensors()
                        .read(file, id -> !id.equals(weight))
                        .tensors()
                        .byId())
                .isEmpty();
        Path nameless = file("{\"weight\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new float[] {1});
        assertThatThrownBy(() -> new Safetensors().read(nameless))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds 'weight', but without a graph");
    }

    private Path network() throws IOException {
        var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        int at = entry(header, "a.conv.weight", "F32", "1,1,1,1", 1, 0);
        at = entry(header, "a.conv.bias", "F32", "1", 1, at);
        at = entry(header, "a.1.weight", "F32", "2", 2, at);
        at = entry(header, "a.1.bias", "F32", "2", 2, at);
        at = entry(header, "a.1.running_mean", "F32", "2", 2, at);
        at = entry(header, "a.1.running_var", "F32", "2", 2, at);
        at = entry(header, "a.1.num_batches_tracked", "I64", "", 2, at);
        entry(header, "linear.weight", "F32", "1,2", 2, at);
        float[] values = new float[14];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 2;
        }
        return file(header.append("}").toString(), values);
    }

    private static int entry(StringBuilder header, String name, String type, String shape, int floats, int at) {
        int end = at + floats * Float.BYTES;
        header.append(",\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + at
                + "," + end + "]}");
        return end;
    }

    private Path file(String header, float[] values) throws IOException {
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + head.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(head.length).put(head);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(folder.resolve("foreign.safetensors"), bytes.array());
    }
}
