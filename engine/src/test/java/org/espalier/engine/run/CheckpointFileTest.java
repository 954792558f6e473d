package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.data.DataException;
import org.espalier.api.mask.Mask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class CheckpointFileTest {
    private static Archive archive() {
        var archive = new Archive();
        archive.facts().put("step", 12).put("loss", Double.NaN).put("clock", 1.0 / 3);
        archive.put("weights", new float[] {1.5f, -0.0f, Float.NaN, Float.MIN_VALUE});
        archive.put("mask", Mask.of(List.of(10L, 13L), i -> i % 3 == 0));
        return archive;
    }

    private static byte[] written(Archive archive) throws IOException {
        Path file = Files.createTempFile("checkpoint", "");
        try {
            CheckpointFile.write(archive, file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static Archive read(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("checkpoint", "");
        try {
            return CheckpointFile.read(Files.write(file, bytes));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void whatIsWrittenIsReadToTheLastBit() throws IOException {
        Archive read = read(written(archive()));
        assertThat(Archive.number(read.facts().required("clock"))).isEqualTo(1.0 / 3);
        assertThat(Archive.number(read.facts().required("loss"))).isNaN();
        assertThat(read.floats("weights")).containsExactly(archive().floats("weights"));
        assertThat(read.mask("mask")).isEqualTo(archive().mask("mask"));
    }

    @Test
    void arraysOfEveryTypeAndOrderComeBackEqual() throws IOException {
        INDArray matrix = Nd4j.linspace(DataType.DOUBLE, -3, 0.7, 12).reshape(3, 4);
        List<INDArray> arrays = List.of(
                matrix,
                matrix.castTo(DataType.FLOAT).dup('f'),
                matrix.castTo(DataType.INT32),
                matrix.castTo(DataType.INT64).transpose(),
                matrix.gt(0),
                matrix.castTo(DataType.FLOAT).getColumn(2),
                Nd4j.scalar(2.5));
        var archive = new Archive();
        for (int i = 0; i < arrays.size(); i++) {
            archive.put("array" + i, arrays.get(i));
        }
        Archive read = read(written(archive));
        for (int i = 0; i < arrays.size(); i++) {
            INDArray back = read.array("array" + i);
            assertThat(back.dataType()).isEqualTo(arrays.get(i).dataType());
            assertThat(back.shape()).isEqualTo(arrays.get(i).shape());
            assertThat(back.equals(arrays.get(i)))
                    .as(back + " is " + arrays.get(i))
                    .isTrue();
        }
    }

    @Property(tries = 300)
    void oneAlteredByteAnywhereIsNoticed(
            @ForAll @IntRange(max = 1_000_000) int place, @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        byte[] bytes = written(archive());
        bytes[place % bytes.length] ^= (byte) change;
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(DataException.class);
    }

    @Property(tries = 100)
    void aFileThatWasCutShortAnywhereIsNoticed(@ForAll @IntRange(max = 1_000_000) int length) throws IOException {
        byte[] bytes = written(archive());
        assertThatThrownBy(() -> read(Arrays.copyOf(bytes, length % bytes.length)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void anotherFormatIsRefusedForWhatItIs() throws IOException {
        byte[] bytes = written(archive());
        ByteBuffer.wrap(bytes).putInt(8, CheckpointFile.VERSION + 1);
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(DataException.class)
                .hasMessage("it has format 3, and this version of Espalier reads format 2");
    }

    @Test
    void textIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> new Archive().put("words", Nd4j.create("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("array 'words' holds text");
    }
}
