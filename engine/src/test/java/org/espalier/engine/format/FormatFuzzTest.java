package org.espalier.engine.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.engine.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a model file holds, it is read or refused in the product's words, in memory and time that fit its size. */
final class FormatFuzzTest {
    @TempDir
    Path folder;

    private void run(String name, byte[] valid, boolean mending) {
        Fuzz fuzz = Fuzz.of(name, List.of(valid), List.of(DataException.class));
        Path file = folder.resolve("input");
        (mending ? fuzz.mending(FormatFuzzTest::mended) : fuzz).run(file, input -> new Safetensors().read(input));
    }

    private static byte[] foreign() {
        return SafetensorsBytes.of(
                "{'__metadata__':{'format':'pt'},'a.weight':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]},"
                        + "'b.weight':{'dtype':'F16','shape':[2],'data_offsets':[24,28]},"
                        + "'b.bias':{'dtype':'BF16','shape':[2],'data_offsets':[28,32]},"
                        + "'b.running_mean':{'dtype':'F64','shape':[1],'data_offsets':[32,40]},"
                        + "'b.num_batches_tracked':{'dtype':'I64','shape':[],'data_offsets':[40,48]},"
                        + "'aux.pad':{'dtype':'F32','shape':[0],'data_offsets':[48,48]}}",
                48);
    }

    @Test
    void filesOfOthers() {
        run("safetensors", foreign(), false);
    }

    @Test
    void filesOfOthersWhoseHeaderIsAsLongAsStated() {
        run("safetensors-header", foreign(), true);
    }

    @Test
    void ownFiles() throws IOException {
        run("model", own(), false);
    }

    /** What a checksum would hide from those who cannot compute one. */
    @Test
    void ownFilesWithTheRightChecksum() throws IOException {
        run("model-checksum", own(), true);
    }

    @Test
    void graphs() throws IOException {
        String text = new String(own(), ISO_8859_1);
        int start = text.indexOf("\"graph\":\"") + 9;
        byte[] graph = text.substring(start, text.indexOf("}\",\"sha256\"", start) + 1)
                .replace("\\\"", "\"")
                .getBytes(ISO_8859_1);
        Fuzz.of("graph", List.of(graph), List.of(DataException.class))
                .run(input -> GraphJson.read(Path.of("input"), new String(input, ISO_8859_1)));
    }

    private byte[] own() throws IOException {
        ParamId weight = ParamId.of("fc", "weight");
        ParamId filters = ParamId.of("conv", "weight");
        ParamId mean = ParamId.of("bn", "mean");
        var conv = new LayerView(
                filters.layer(),
                new Convolution(1, 2, Pair.of(1), Pair.of(1), Pair.of(0), Pair.of(1), 1, false),
                List.of(new ParamInfo(
                        filters, List.of(2L, 1L, 1L, 1L), List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH), true)),
                List.of(NetworkView.INPUT),
                List.of(2L, 1L, 1L));
        var bn = new LayerView(
                mean.layer(),
                new Other("BatchNormalization", Map.of("epsilon", 0.5, "names", List.of("a"))),
                List.of(),
                List.of(conv.id()),
                List.of(2L, 1L, 1L));
        var fc = new LayerView(
                weight.layer(),
                new Dense(2, 3, 1, false),
                List.of(new ParamInfo(weight, List.of(3L, 2L), List.of(Axis.OUT, Axis.IN), true)),
                List.of(new LayerId("bn")),
                List.of(3L));
        var image = new ModelImage(
                List.of(conv, bn, fc),
                List.of(1L, 1L, 1L),
                new Tensors(Map.of(
                        weight,
                        Flat.array(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                        filters,
                        Flat.array(new float[2], 2, 1, 1, 1),
                        mean,
                        Flat.array(new float[2], 2))),
                new MaskSet(Map.of(weight, Mask.ones(List.of(3L, 2L)))),
                Map.of("run", "fuzz"));
        Path file = folder.resolve("own");
        new Safetensors().write(image, file);
        return Files.readAllBytes(file);
    }

    /** Sets the stated length of the header and the checksum right, wherever the header still has its end. */
    private static byte[] mended(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int end = text.lastIndexOf('}') + 1;
        if (end <= Long.BYTES) {
            return input;
        }
        byte[] mended = input.clone();
        ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN).putLong(end - Long.BYTES);
        String mark = "\"sha256\":\"";
        int at = text.indexOf(mark) + mark.length();
        if (at > mark.length() && at + 64 <= end) {
            Arrays.fill(mended, at, at + 64, (byte) '0');
            var digest = SafetensorsFile.sha256();
            digest.update(mended, Long.BYTES, mended.length - Long.BYTES);
            byte[] sum = HexFormat.of().formatHex(digest.digest()).getBytes(ISO_8859_1);
            System.arraycopy(sum, 0, mended, at, 64);
        }
        return mended;
    }
}
