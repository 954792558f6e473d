package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CifarTest {
    private static final int RECORD = 1 + 3 * 32 * 32;
    private static final String SOURCE = " CIFAR-10 is not part of the distribution: unpack cifar-10-binary.tar.gz from"
            + " https://www.cs.toronto.edu/~kriz/cifar.html and name its folder as 'folder'.";

    @TempDir
    private Path folder;

    @Test
    void readsBinaryFilesInTheirOrder() throws IOException {
        Path first = Files.write(folder.resolve("1.bin"), records(3, 8));
        Path second = Files.write(folder.resolve("2.bin"), records(9, 0));

        Examples examples = CifarBinary.read(List.of(first, second), 2);

        assertThat(examples.shape()).containsExactly(3L, 32L, 32L);
        assertThat(List.of(examples.label(0), examples.label(1), examples.label(2), examples.label(3)))
                .containsExactly(3, 8, 9, 0);
        float[] example = new float[RECORD - 1];
        examples.read(2, example, 0);
        assertThat(example[0]).isEqualTo(9 / 255f);
        assertThat(example[1]).isEqualTo(10 / 255f);
        assertThat(example[RECORD - 2]).isEqualTo(((RECORD - 2 + 9) & 0xff) / 255f);
    }

    @Test
    void brokenBinaryFiles() throws IOException {
        Path good = Files.write(folder.resolve("good.bin"), records(3, 8));
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(records(3, 8), 5000));
        assertThat(message(() -> CifarBinary.read(List.of(good, cut), 2)))
                .isEqualTo(
                        "DIR/cut.bin: truncated: expected 6146 bytes (2 records of a label and 3 x 32 x 32 pixels), found"
                                + " 5000. Get the file again.");
        Path mislabelled = Files.write(folder.resolve("mislabelled.bin"), records(3, 10));
        assertThat(message(() -> CifarBinary.read(List.of(mislabelled), 2)))
                .isEqualTo(
                        "DIR/mislabelled.bin: expected labels from 0 to 9, found 10 for example 2 of 2. Check that the file"
                                + " belongs to this data set and is not damaged.");
    }

    @Test
    void theFolderShowsWhichFormatItIs() throws IOException {
        assertThat(message(() -> new Cifar10("none").open(TestFiles.in(folder))))
                .isEqualTo("there is no 'none' in DIR." + SOURCE);
        assertThat(message(this::open))
                .isEqualTo("DIR: expected data_batch_1.bin to data_batch_5.bin and test_batch.bin, or train_1.png to"
                        + " train_5.png and test.png, found an empty folder." + SOURCE);
        Files.write(folder.resolve("train_1.png"), new byte[0]);
        assertThat(message(this::open)).isEqualTo("DIR: expected train_2.png, found train_1.png." + SOURCE);
        Files.write(folder.resolve("data_batch_2.bin"), new byte[0]);
        assertThat(message(this::open))
                .isEqualTo("DIR: expected data_batch_1.bin, found data_batch_2.bin, train_1.png." + SOURCE);
        Path unpacked = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
        Files.write(unpacked.resolve("test_batch.bin"), new byte[0]);
        assertThat(message(this::open))
                .isEqualTo("DIR/cifar-10-batches-bin: expected data_batch_1.bin, found test_batch.bin." + SOURCE);
    }

    @Test
    void readsSheets() throws IOException {
        for (String name : List.of("train_1", "train_2", "train_3", "train_4", "train_5", "test")) {
            sheet(name, 100);
        }
        // Twice as many, to see that rows of a sheet follow each other.
        sheet("train_2", 200);

        DataSet cifar = new Cifar10(".").open(TestFiles.in(folder));

        assertThat(cifar.name()).isEqualTo("cifar10");
        assertThat(cifar.classes()).isEqualTo(10);
        assertThat(cifar.normalisation().mean()).containsExactly(0.485, 0.456, 0.406);
        assertThat(cifar.normalisation().deviation()).containsExactly(0.229, 0.224, 0.225);
        assertThat(cifar.train().size()).isEqualTo(600);
        assertThat(cifar.test().size()).isEqualTo(100);
        // Example 250 is image 150 of the second sheet.
        assertThat(cifar.train().label(250)).isEqualTo(0);
        assertThat(cifar.train().label(257)).isEqualTo(7);
        float[] example = new float[3 * 32 * 32];
        cifar.train().read(250, example, 0);
        int pixel = 5 * 32 + 9;
        assertThat(example[pixel]).isEqualTo(150 / 255f);
        assertThat(example[1024 + pixel]).isEqualTo(5 / 255f);
        assertThat(example[2048 + pixel]).isEqualTo(9 / 255f);
    }

    @Test
    void brokenSheets() throws IOException {
        Path sheet = sheet("test", 100);
        Path labels = folder.resolve("test.labels");

        Files.write(labels, new byte[99]);
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .isEqualTo(
                        "DIR/test.labels: truncated: expected 100 bytes (100 labels, one for each image of DIR/test.png),"
                                + " found 99. Get the file again.");
        byte[] mislabelled = new byte[100];
        mislabelled[42] = 10;
        Files.write(labels, mislabelled);
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .isEqualTo(
                        "DIR/test.labels: expected labels from 0 to 9, found 10 for example 43 of 100. Check that the file"
                                + " belongs to this data set and is not damaged.");
        Files.delete(labels);
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .isEqualTo("DIR/test.labels: there is no such file.");
        Files.write(labels, new byte[100]);

        byte[] png = Files.readAllBytes(sheet);
        Files.write(sheet, Arrays.copyOf(png, png.length / 2));
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .startsWith("DIR/test.png: truncated or damaged: not a readable PNG (")
                .endsWith("). Get the file again.");
        Files.write(sheet, new byte[] {1, 2, 3});
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .startsWith("DIR/test.png: truncated or damaged: not a readable PNG (");
        write(new BufferedImage(64, 32, BufferedImage.TYPE_3BYTE_BGR), "test");
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .isEqualTo(
                        "DIR/test.png: expected an image 3200 pixels wide and a multiple of 32 (at most 32000) high, found"
                                + " 64 x 32. Get the file again.");
        write(new BufferedImage(3200, 32, BufferedImage.TYPE_BYTE_GRAY), "test");
        assertThat(message(() -> CifarSheets.read(List.of(sheet))))
                .isEqualTo(
                        "DIR/test.png: expected a PNG of 8 bits for each of red, green and blue, found another kind of"
                                + " image. Get the file again.");
    }

    /** Of several broken sheets it is always the first that is named, though they are read side by side. */
    @Test
    void theFirstBrokenSheetIsNamed() throws IOException {
        List<Path> sheets = List.of(sheet("a", 100), sheet("b", 100), sheet("c", 100));
        for (Path sheet : sheets.subList(1, 3)) {
            byte[] png = Files.readAllBytes(sheet);
            Files.write(sheet, Arrays.copyOf(png, png.length / 2));
        }
        assertThat(message(() -> CifarSheets.read(sheets))).startsWith("DIR/b.png: ");
    }

    /** The real set, where {@code ESPALIER_DATA} (system property or environment) names a folder that holds it. */
    @Test
    void readsTheWholeSet() {
        String data = System.getProperty("ESPALIER_DATA", System.getenv().getOrDefault("ESPALIER_DATA", ""));
        Path sheets = Path.of(data).resolve("cifar10");
        assumeTrue(
                !data.isEmpty() && Files.isDirectory(sheets),
                "skipped: ESPALIER_DATA names no folder with cifar10/ in it, so the real CIFAR-10 was not read");

        DataSet cifar = new Cifar10("data/cifar10").open(path -> sheets);

        assertThat(cifar.train().size()).isEqualTo(50_000);
        assertThat(cifar.test().size()).isEqualTo(10_000);
        int[] perClass = new int[10];
        for (int i = 0; i < 50_000; i++) {
            perClass[cifar.train().label(i)]++;
        }
        assertThat(perClass).containsOnly(5000);
        // The channel means of CIFAR-10's training images that the literature gives.
        DataSet.Normalisation measured = ChannelStatistics.measure(cifar.train());
        assertThat(measured.mean().get(0)).isCloseTo(0.4914, within(5e-5));
        assertThat(measured.mean().get(1)).isCloseTo(0.4822, within(5e-5));
        assertThat(measured.mean().get(2)).isCloseTo(0.4465, within(5e-5));
        assertThat(cifar.train().fingerprint())
                .isEqualTo("f1fae6a02d977a52e8118552dab96af160c19e1867af9895cc0043bf06d9671d");
        assertThat(cifar.test().fingerprint())
                .isEqualTo("2de16b007a9e38b8f217b1201f103fca9f9ef5b6157c010cd854e9ee9ca85528");
    }

    private void open() {
        new Cifar10(".").open(path -> folder);
    }

    private String message(ThrowingCallable call) {
        return catchThrowableOfType(DataException.class, call).getMessage().replace(folder.toString(), "DIR");
    }

    /** Records whose byte {@code i} of pixels is the label plus {@code i}. */
    private static byte[] records(int... labels) {
        byte[] bytes = new byte[labels.length * RECORD];
        for (int i = 0; i < bytes.length; i++) {
            int label = labels[i / RECORD];
            bytes[i] = (byte) (i % RECORD == 0 ? label : label + i % RECORD - 1);
        }
        return bytes;
    }

    /** A sheet whose image i has i as red, the row as green and the column as blue; its label is i modulo 10. */
    private Path sheet(String name, int images) throws IOException {
        var sheet = new BufferedImage(3200, images / 100 * 32, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < 3200; x++) {
                int image = y / 32 * 100 + x / 32;
                sheet.setRGB(x, y, image << 16 | (y % 32) << 8 | x % 32);
            }
        }
        byte[] labels = new byte[images];
        for (int i = 0; i < images; i++) {
            labels[i] = (byte) (i % 10);
        }
        Files.write(folder.resolve(name + ".labels"), labels);
        return write(sheet, name);
    }

    private Path write(BufferedImage image, String name) throws IOException {
        Path file = folder.resolve(name + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
