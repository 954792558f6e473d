package org.espalier.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

final class SafetensorsTest {
    @TempDir
    Path folder;

    private static ModelImage model() {
        ParamId weight = ParamId.of("fc", "weight");
        var info = new ParamInfo(weight, List.of(2L, 3L), List.of(Axis.OUT, Axis.IN), true);
        var fc = new LayerView(
                weight.layer(), new Dense(3, 2, 1, false), List.of(info), List.of(NetworkView.INPUT), List.of(2L));
        var drop = new LayerView(
                new LayerId("drop"),
                new Other("Dropout", Map.of("ratio", 0.5)),
                List.of(),
                List.of(fc.id()),
                List.of(2L));
        return new ModelImage(
                List.of(fc, drop),
                List.of(3L),
                new Tensors(Map.of(weight, Nd4j.createFromArray(new float[][] {{1, 0, -2}, {0, 0.5f, 0}}))),
                new MaskSet(Map.of(weight, Mask.of(List.of(2L, 3L), i -> i == 0 || i == 2 || i == 4))),
                Map.of("run", "test"));
    }

    private Path written() throws IOException {
        Path file = folder.resolve("model.safetensors");
        new Safetensors().write(model(), file);
        return file;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(new Safetensors().read(written())).isEqualTo(model());
    }

    @Test
    void otherReadersFindTheHeaderTheFormatAsksFor() throws IOException {
        byte[] bytes = Files.readAllBytes(written());
        int length = (bytes[0] & 0xff) | ((bytes[1] & 0xff) << 8);
        String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
        assertThat(header).contains("\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
        assertThat(bytes).hasSize(8 + length + 24 + 8);
    }

    @Test
    void truncatedOrAlteredFilesAreRefused() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        assertThatThrownBy(() -> new Safetensors().read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("truncated or was altered");
        bytes[bytes.length - 9] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> new Safetensors().read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("checksum does not match");
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\"espalier\"", "\"espalieR\"");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new Safetensors().read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("of another version of Espalier or was altered");
        Files.writeString(file, "no");
        assertThatThrownBy(() -> new Safetensors().read(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("only 2 bytes");
    }
}
