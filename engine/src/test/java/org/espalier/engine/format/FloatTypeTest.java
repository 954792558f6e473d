package org.espalier.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.model.ParamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloatTypeTest {
    @TempDir
    Path folder;

    @Test
    void halvesOfEveryKindAreExact() {
        assertThat(FloatType.half((short) 0x0000)).isEqualTo(0f);
        assertThat(Float.floatToRawIntBits(FloatType.half((short) 0x8000))).isEqualTo(0x80000000);
        assertThat(FloatType.half((short) 0x0001)).as("the smallest").isEqualTo(0x1p-24f);
        assertThat(FloatType.half((short) 0x83ff)).as("below normal").isEqualTo(-1023 * 0x1p-24f);
        assertThat(FloatType.half((short) 0x0400)).as("the smallest normal").isEqualTo(0x1p-14f);
        assertThat(FloatType.half((short) 0x3c00)).isEqualTo(1f);
        assertThat(FloatType.half((short) 0x3555)).isEqualTo(0x1.554p-2f);
        assertThat(FloatType.half((short) 0xc000)).isEqualTo(-2f);
        assertThat(FloatType.half((short) 0x7bff)).as("the largest").isEqualTo(65504f);
        assertThat(FloatType.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatType.half((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatType.half((short) 0x7e00)).isNaN();
        assertThat(FloatType.half((short) 0xfc01)).isNaN();
    }

    /** By the definition in IEEE 754, computed another way. */
    @Test
    void allHalvesAreWhatTheirBitsSay() {
        for (int bits = 0; bits < 0x10000; bits++) {
            int exponent = bits >> 10 & 31;
            double significand = (bits & 1023) / 1024.0;
            double magnitude = exponent == 0
                    ? significand * Math.pow(2, -14)
                    : exponent == 31
                            ? (significand == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                            : (1 + significand) * Math.pow(2, exponent - 15);
            Double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;
            assertThat((double) FloatType.half((short) bits)).as("0x%04x", bits).isEqualTo(expected);
        }
    }

    @Test
    void everyFloatingTypeIsRead() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 8 + 4 + 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0x3e00).putShort((short) 0x8001); // 1.5 and the smallest negative half
        bytes.putFloat(Float.MIN_VALUE).putFloat(-3);
        bytes.putShort((short) 0x3fc0).putShort((short) 0x0001); // 1.5 and the smallest of bfloat16
        bytes.putDouble(0.1).putDouble(1e300);
        Path file = folder.resolve("types.safetensors");
        Files.write(
                file,
                SafetensorsBytes.of(
                        "{'a.half':{'dtype':'F16','shape':[2],'data_offsets':[0,4]},"
                                + "'a.single':{'dtype':'F32','shape':[2],'data_offsets':[4,12]},"
                                + "'a.brain':{'dtype':'BF16','shape':[2],'data_offsets':[12,16]},"
                                + "'a.double':{'dtype':'F64','shape':[2],'data_offsets':[16,32]}}",
                        bytes.array()));
        var tensors = new Safetensors().read(file).tensors();
        assertThat(tensors.get(ParamId.of("a", "half")).toFloatVector()).containsExactly(1.5f, -0x1p-24f);
        assertThat(tensors.get(ParamId.of("a", "single")).toFloatVector()).containsExactly(Float.MIN_VALUE, -3);
        assertThat(tensors.get(ParamId.of("a", "brain")).toFloatVector()).containsExactly(1.5f, 0x1p-133f);
        assertThat(tensors.get(ParamId.of("a", "double")).toFloatVector())
                .containsExactly(0.1f, Float.POSITIVE_INFINITY);
    }

    /** More than one piece of what is read at a time. */
    @Test
    void longArraysOfFloatsAreReadWhole() throws IOException {
        int count = 300_001;
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        Path file = folder.resolve("long.safetensors");
        Files.write(
                file,
                SafetensorsBytes.of(
                        "{'a.b':{'dtype':'F32','shape':[" + count + "],'data_offsets':[0," + 4 * count + "]}}",
                        bytes.array()));
        float[] values =
                new Safetensors().read(file).tensors().get(ParamId.of("a", "b")).toFloatVector();
        for (int i = 0; i < count; i++) {
            assertThat(values[i]).isEqualTo((float) i);
        }
    }

    /** More than one piece of what is read at a time. */
    @Test
    void longArraysAreReadWhole() throws IOException {
        int count = 700_001;
        ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putShort((short) i);
        }
        Path file = folder.resolve("long.safetensors");
        Files.write(
                file,
                SafetensorsBytes.of(
                        "{'a.b':{'dtype':'F16','shape':[" + count + "],'data_offsets':[0," + 2 * count + "]}}",
                        bytes.array()));
        float[] values =
                new Safetensors().read(file).tensors().get(ParamId.of("a", "b")).toFloatVector();
        for (int i = 0; i < count; i += 997) {
            assertThat(values[i]).isEqualTo(Float.valueOf(FloatType.half((short) i)));
        }
    }
}
