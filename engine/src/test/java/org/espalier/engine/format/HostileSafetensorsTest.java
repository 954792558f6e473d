package org.espalier.engine.format;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.data.DataException;
import org.espalier.api.model.ParamId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safetensors files whose header does not say what the file holds. */
final class HostileSafetensorsTest {
    private static final String ALTERED = "; the file was altered or badly written";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.safetensors");
    }

    private String problem(String header, int bytes) throws IOException {
        SafetensorsBytes.write(file, header, bytes);
        return problem();
    }

    private String problem() {
        DataException refused = catchThrowableOfType(DataException.class, () -> new Safetensors().read(file));
        assertThat(refused).as("refusal").isNotNull();
        return refused.getMessage().replace(file + ": ", "");
    }

    @Test
    void offsetsNearTheLargestNumberAreRefused() throws IOException {
        assertThat(problem(
                        "{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775803,9223372036854775807]}}",
                        4))
                .isEqualTo("the array 'a.w' lies at 9223372036854775803 to 9223372036854775807 of 4 bytes; the file is"
                        + " truncated or was altered");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[0,9223372036854775808]}}", 4))
                .isEqualTo(
                        "the array 'a.w' has 9223372036854775808 in its 'data_offsets', which is no whole number from 0"
                                + " to 2^63 - 1" + ALTERED);
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}", 4))
                .startsWith("the array 'a.w' has -4 in its 'data_offsets'");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}", 4))
                .startsWith("the array 'a.w' lies at [4, 0], which is no beginning and end ('data_offsets')");
    }

    @Test
    void shapesWhoseSizeOverflowsAreRefused() throws IOException {
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[4611686018427387905],'data_offsets':[0,4]}}", 4))
                .isEqualTo("the array 'a.w' of shape [4611686018427387905] is larger than any file" + ALTERED);
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}", 0))
                .isEqualTo("the array 'a.w' of shape [4294967296, 4294967296] is larger than any file" + ALTERED);
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}", 8))
                .isEqualTo(
                        "the array 'a.w' of shape [3] and type F32 takes 12 bytes but lies in 8, at 0 to 8" + ALTERED);
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[0,4611686018427387905,3],'data_offsets':[0,0]}}", 0))
                .contains("has more than the 2147483639 elements along an axis or in all");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[" + "1,".repeat(40) + "1],'data_offsets':[0,4]}}", 4))
                .isEqualTo("the array 'a.w' has 41 axes; at most 32 can be read" + ALTERED);
    }

    @Test
    void anArrayWrittenTwiceIsRefused() throws IOException {
        String entry = "'a.w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
        assertThat(problem("{" + entry + "," + entry + "}", 4))
                .startsWith("its header cannot be read: Duplicate")
                .contains("'a.w'");
        String escaped = "'\\u001b[2J" + "a".repeat(1000) + "':1";
        assertThat(problem("{" + escaped + "," + escaped + "}", 0))
                .startsWith("its header cannot be read: Duplicate")
                .hasSizeLessThan(200)
                .contains("\\u001b[2Jaaa");
    }

    @Test
    void twoNamesThatBecomeOneAreRefused() throws IOException {
        assertThat(problem(
                        "{'a.mean':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                                + "'a.running_mean':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                        8))
                .isEqualTo("holds two arrays that are both 'a.mean' by PyTorch's names, one of them 'a.running_mean'");
    }

    @Test
    void arraysThatOverlapOrLeaveBytesOverAreRefused() throws IOException {
        assertThat(problem(
                        "{'a.w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b.w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                        8))
                .isEqualTo("the array 'b.w' begins at byte 4, inside of 'a.w', which ends at 8" + ALTERED);
        assertThat(problem(
                        "{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b.w':{'dtype':'F32','shape':[1],'data_offsets':[12,16]}}",
                        16))
                .isEqualTo("the 8 bytes from 4 to 12 of its arrays belong to none of them; it was altered or badly"
                        + " written");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 1004))
                .startsWith("the 1000 bytes from 4 to 1004 of its arrays belong to none of them");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}", 8))
                .startsWith("the 4 bytes from 0 to 4 of its arrays belong to none of them");
        assertThat(problem("{}", 3)).startsWith("the 3 bytes from 0 to 3 of its arrays belong to none of them");
    }

    @Test
    void arraysWithoutElementsAreRead() throws IOException {
        SafetensorsBytes.write(
                file,
                "{'aux.pad':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},"
                        + "'b.w':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                        + "'c.w':{'dtype':'F32','shape':[3,0,2],'data_offsets':[8,8]}}",
                8);
        var tensors = new Safetensors().read(file).tensors();
        assertThat(tensors.get(ParamId.of("aux", "pad")).shape()).containsExactly(0);
        assertThat(tensors.get(ParamId.of("b", "w")).shape()).containsExactly(2);
        assertThat(tensors.get(ParamId.of("c", "w")).shape()).containsExactly(3, 0, 2);
        assertThat(new FiniteOnly(new Safetensors()).read(file).tensors().byId())
                .hasSize(3);
    }

    @Test
    void fieldsOfAnotherTypeAreRefused() throws IOException {
        assertThat(problem("{'a.w':null}", 0)).startsWith("the array 'a.w' has no type of its elements ('dtype')");
        assertThat(problem("{'a.w':{'dtype':'F32','data_offsets':[0,0]}}", 0))
                .startsWith("the array 'a.w' has no list of numbers 'shape'");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[1.5],'data_offsets':[0,0]}}", 0))
                .startsWith("the array 'a.w' has 1.5 in its 'shape'");
        assertThat(problem("{'a.w':{'dtype':'F32','shape':[0],'data_offsets':[0,0,0]}}", 0))
                .startsWith("the array 'a.w' lies at [0, 0, 0], which is no beginning and end");
        assertThat(problem("{'__metadata__':{'espalier':1}}", 0))
                .isEqualTo("'__metadata__' in its header is no object of texts");
        assertThat(problem("[1]", 0)).isEqualTo("its header is JSON, but no object that names arrays");
        assertThat(problem("{} {}", 0)).startsWith("its header cannot be read: Trailing token");
    }

    @Test
    void headersInOtherEncodingsAreRefused() throws IOException {
        byte[] text = "{}".getBytes(UTF_16LE);
        Files.write(
                file,
                ByteBuffer.allocate(12)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(4)
                        .put(text)
                        .array());
        assertThat(problem()).startsWith("its header cannot be read: ");
        byte[] utf32 = {0, 0, 0, '{', 0, 0x11, 0, 0};
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(8)
                        .put(utf32)
                        .array());
        assertThat(problem()).startsWith("its header cannot be read: ");
        byte[] wrong = {'{', '"', (byte) 0xc3, '"', ':', '1', '}', ' '};
        Files.write(
                file,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(8)
                        .put(wrong)
                        .array());
        assertThat(problem()).isEqualTo("its header is not text in UTF-8; it was altered or is no such file");
    }

    @Test
    void statedLengthsOfHeadersAreHeldAgainstTheFile() throws IOException {
        for (long length : new long[] {-1, 0, 1, 3, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Files.write(
                    file,
                    ByteBuffer.allocate(10)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());
            assertThat(problem())
                    .isEqualTo("expected a safetensors header but its stated length is " + length
                            + " bytes of a file of 10; it is truncated or no such file");
        }
        Files.write(file, new byte[7]);
        assertThat(problem()).isEqualTo("expected a safetensors file but it has only 7 bytes");
    }

    @Test
    void namesAreShownWithoutWhatATerminalObeys() throws IOException {
        assertThat(problem("{'\\u001b[31mred\\u0007':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 4))
                .startsWith("holds '\\u001b[31mred\\u0007', but without a graph");
        assertThat(problem("{'" + "long".repeat(100) + "':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 4))
                .hasSizeLessThan(300);
    }

    /** The file takes no room on the disk: what was never written is a hole. */
    @Test
    void ofAFileLargerThanAnArrayOnlyWhatIsWantedIsRead() throws IOException {
        String header = "{'big.w':{'dtype':'F32','shape':[750000000],'data_offsets':[0,3000000000]},"
                + "'b.w':{'dtype':'F32','shape':[2],'data_offsets':[3000000000,3000000008]}}";
        byte[] head = SafetensorsBytes.of(header, 0);
        Files.write(file, head);
        try (var grown = new RandomAccessFile(file.toFile(), "rw")) {
            grown.seek(head.length + 3_000_000_000L);
            grown.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        }
        var tensors = new Safetensors()
                .read(file, id -> id.layer().path().equals("b"))
                .tensors();
        assertThat(tensors.byId()).hasSize(1);
        assertThat(tensors.get(ParamId.of("b", "w")).toFloatVector()).containsExactly(1, 2);
        SafetensorsBytes.write(file, "{}", 0);
        try (var grown = new RandomAccessFile(file.toFile(), "rw")) {
            grown.setLength(2200L << 20);
        }
        assertThat(problem())
                .startsWith("the 2306867190 bytes from 0 to 2306867190 of its arrays belong to none of them");
    }
}
