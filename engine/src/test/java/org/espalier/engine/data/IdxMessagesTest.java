package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about files in MNIST's format that cannot be used: every message, word by word. */
final class IdxMessagesTest {
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path folder;

    @Test
    void readsPlainAndGzippedFilesUnderEitherName() throws IOException {
        TestFiles.mnist(folder.resolve("mnist"));
        DataSet plain = new Mnist("mnist").open(TestFiles.in(folder));

        Path gzipped = Files.createDirectories(folder.resolve("gzipped"));
        Files.write(gzipped.resolve("train-images.idx3-ubyte.gz"), TestFiles.gzip(TestFiles.images(3)));
        Files.write(gzipped.resolve("train-labels-idx1-ubyte.gz"), TestFiles.gzip(TestFiles.labels(5, 0, 4)));
        // Unpacked by name only: what counts are the bytes.
        Files.write(gzipped.resolve("t10k-images.idx3-ubyte"), TestFiles.gzip(TestFiles.images(2)));
        Files.write(gzipped.resolve("t10k-labels.idx1-ubyte"), TestFiles.labels(7, 2));
        DataSet other = new FashionMnist("gzipped").open(TestFiles.in(folder));

        assertThat(other.name()).isEqualTo("fashion-mnist");
        assertThat(other.train().fingerprint()).isEqualTo(plain.train().fingerprint());
        assertThat(other.test().fingerprint()).isEqualTo(plain.test().fingerprint());
        assertThat(plain.train().label(2)).isEqualTo(4);
        float[] example = new float[785];
        plain.train().read(2, example, 1);
        assertThat(example[0]).isZero();
        assertThat(example[784]).isEqualTo(2 / 255f);
    }

    @Test
    void noFolder() {
        assertThat(message("mnist"))
                .isEqualTo(
                        "there is no 'mnist' in DIR. The distribution ships MNIST as data/mnist: leave 'folder' out, or"
                                + " put the four files there.");
    }

    @Test
    void aFileForAFolder() throws IOException {
        Files.write(folder.resolve("mnist"), new byte[1]);
        assertThat(message("mnist"))
                .isEqualTo(
                        "DIR/mnist: expected a folder, found a file. The distribution ships MNIST as data/mnist: leave"
                                + " 'folder' out, or put the four files there.");
    }

    @Test
    void aMissingFile() throws IOException {
        TestFiles.mnist(folder.resolve("mnist"));
        Files.delete(folder.resolve("mnist").resolve(LABELS));
        assertThat(message("mnist"))
                .isEqualTo(
                        "DIR/mnist: expected train-labels-idx1-ubyte (or train-labels.idx1-ubyte, either with .gz), found"
                                + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, train-images-idx3-ubyte. The distribution ships"
                                + " MNIST as data/mnist: leave 'folder' out, or put the four files there.");
    }

    @Test
    void anEmptyFolder() throws IOException {
        Files.createDirectory(folder.resolve("fashion"));
        var problem =
                catchThrowableOfType(DataException.class, () -> new FashionMnist("fashion").open(TestFiles.in(folder)));
        assertThat(problem.getMessage().replace(folder.toString(), "DIR"))
                .isEqualTo(
                        "DIR/fashion: expected train-images-idx3-ubyte (or train-images.idx3-ubyte, either with .gz),"
                                + " found an empty folder. Fashion-MNIST is not part of the distribution: get its four .gz files from"
                                + " https://github.com/zalandoresearch/fashion-mnist and name their folder as 'folder'.");
    }

    @Test
    void aDirectoryInPlaceOfAFile() throws IOException {
        TestFiles.mnist(folder.resolve("mnist"));
        Files.delete(folder.resolve("mnist").resolve(IMAGES));
        Files.createDirectory(folder.resolve("mnist").resolve(IMAGES));
        assertThat(message("mnist")).isEqualTo("DIR/mnist/train-images-idx3-ubyte: this is not a file.");
    }

    @Test
    void truncated() throws IOException {
        assertThat(with(IMAGES, Arrays.copyOf(TestFiles.images(3), 1000)))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: expected 2352 bytes (3 images of 28 x 28), found"
                                + " 984. Get the file again.");
        assertThat(with(IMAGES, Arrays.copyOf(TestFiles.images(3), 7)))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: expected a header of 16 bytes, found 7. Get the"
                                + " file again.");
        assertThat(with(IMAGES, new byte[0]))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: expected a header of 4 bytes, found 0. Get the"
                                + " file again.");
    }

    @Test
    void tooLong() throws IOException {
        assertThat(with(IMAGES, Arrays.copyOf(TestFiles.images(3), 3000)))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: expected 2352 bytes (3 images of 28 x 28), found 2984. Get the"
                                + " file again.");
        assertThat(with(IMAGES, TestFiles.gzip(Arrays.copyOf(TestFiles.images(3), 3000))))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: expected 2352 bytes (3 images of 28 x 28), found more. Get the"
                                + " file again.");
    }

    @Test
    void truncatedBeforeItWasGzipped() throws IOException {
        assertThat(with(IMAGES, TestFiles.gzip(Arrays.copyOf(TestFiles.images(3), 1000))))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: expected 2352 bytes (3 images of 28 x 28), found"
                                + " 984. Get the file again.");
    }

    @Test
    void truncatedAfterItWasGzipped() throws IOException {
        byte[] packed = TestFiles.gzip(TestFiles.images(3));
        assertThat(with(IMAGES, Arrays.copyOf(packed, packed.length - 9)))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: the gzip stream ends early. Get the file again.");
        assertThat(with(IMAGES, Arrays.copyOf(packed, 5)))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: the gzip stream ends early. Get the file again.");
    }

    @Test
    void damagedGzip() throws IOException {
        byte[] packed = TestFiles.gzip(TestFiles.images(3));
        packed[packed.length - 8] ^= 1;
        assertThat(with(IMAGES, packed))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: damaged: not a valid gzip stream (Corrupt GZIP trailer). Get"
                                + " the file again.");
    }

    /** The header asks for 4 GB: refused by the file's length, before any of it is taken. */
    @Test
    void hostileHeaders() throws IOException {
        assertThat(with(IMAGES, TestFiles.idx(0x803, new int[] {5_000_000, 28, 28}, new byte[9])))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: expected 3920000000 bytes (5000000 images of 28 x"
                                + " 28), found 9. Get the file again.");
        assertThat(with(IMAGES, TestFiles.gzip(TestFiles.idx(0x803, new int[] {5_000_000, 28, 28}, new byte[9]))))
                .startsWith(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: expected 3920000000 bytes (5000000 images of 28 x"
                                + " 28), found at most ")
                .endsWith(". Get the file again.");
        int most = Integer.MAX_VALUE;
        assertThat(with(IMAGES, TestFiles.idx(0x803, new int[] {most, most, most})))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: truncated: the header states 2147483647 images of 2147483647 x"
                                + " 2147483647, more than any file holds. Get the file again.");
        assertThat(with(IMAGES, TestFiles.idx(0x803, new int[] {-1, 28, 28})))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: expected dimensions of at least 1, found 4294967295 x 28 x 28."
                                + " Get the file again.");
        assertThat(with(LABELS, TestFiles.idx(0x801, new int[] {0})))
                .isEqualTo("DIR/mnist/train-labels-idx1-ubyte: expected dimensions of at least 1, found 0. Get the file"
                        + " again.");
    }

    @Test
    void wrongMagic() throws IOException {
        assertThat(with(IMAGES, TestFiles.labels(1, 2, 3)))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: expected the magic number 0x00000803 of images (unsigned bytes,"
                                + " 3 dimensions; 2 and 4 will do), found 0x00000801 of labels. Give the file of images here.");
        assertThat(with(LABELS, TestFiles.images(3)))
                .isEqualTo(
                        "DIR/mnist/train-labels-idx1-ubyte: expected the magic number 0x00000801 of labels (unsigned bytes,"
                                + " 1 dimension), found 0x00000803 of images. Give the file of labels here.");
        assertThat(with(LABELS, new byte[] {'P', 'K', 3, 4, 5}))
                .isEqualTo(
                        "DIR/mnist/train-labels-idx1-ubyte: expected the magic number 0x00000801 of labels (unsigned bytes,"
                                + " 1 dimension), found 0x504b0304. Give the file of labels here.");
    }

    @Test
    void labelsThatDoNotCountFromZero() throws IOException {
        Files.write(folder.resolve("images"), TestFiles.images(3));
        Path labels = Files.write(folder.resolve("labels"), TestFiles.labels(3, 1, 2));
        var counted = new Idx("images", "labels", "images", "labels", 0);
        var problem = catchThrowableOfType(DataException.class, () -> counted.open(TestFiles.in(folder)));
        assertThat(problem)
                .hasMessage(labels + ": labels run from 1 to 3 and none is 0. Count them from 0, or set 'classes: 4' if"
                        + " some classes have no examples.");
        assertThat(new Idx("images", "labels", "images", "labels", 4)
                        .open(TestFiles.in(folder))
                        .classes())
                .isEqualTo(4);
    }

    @Test
    void mislabelled() throws IOException {
        assertThat(with(LABELS, TestFiles.labels(5, 10, 4)))
                .isEqualTo(
                        "DIR/mnist/train-labels-idx1-ubyte: expected labels from 0 to 9, found 10 for example 2 of 3. Check"
                                + " that the file belongs to this data set and is not damaged.");
        assertThat(with(LABELS, TestFiles.labels(5, 0)))
                .isEqualTo("DIR/mnist/train-labels-idx1-ubyte: expected 3 labels, one for each image of"
                        + " DIR/mnist/train-images-idx3-ubyte, found 2. The two files belong to different data; get both"
                        + " again.");
    }

    @Test
    void wrongSize() throws IOException {
        assertThat(with(IMAGES, TestFiles.idx(0x803, new int[] {3, 1, 2}, new byte[6])))
                .isEqualTo(
                        "DIR/mnist/train-images-idx3-ubyte: expected images of the shape [1, 28, 28], found [1, 1, 2]. Check"
                                + " that the file belongs to this data set.");
    }

    @Test
    void anyFourFiles() throws IOException {
        Files.write(folder.resolve("a"), TestFiles.idx(0x804, new int[] {2, 3, 1, 2}, new byte[12]));
        Files.write(folder.resolve("b"), TestFiles.labels(0, 2));
        Files.write(folder.resolve("c"), TestFiles.idx(0x802, new int[] {2, 6}, new byte[12]));
        Files.write(folder.resolve("d"), TestFiles.labels(0, 3));

        DataSet data = new Idx("a", "b", "a", "b", 0).open(TestFiles.in(folder));
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.train().shape()).containsExactly(3L, 1L, 2L);
        assertThat(new Idx("c", "b", "c", "b", 5).open(TestFiles.in(folder)).classes())
                .isEqualTo(5);
        assertThat(new Idx("c", "b", "c", "b", 5)
                        .open(TestFiles.in(folder))
                        .train()
                        .shape())
                .containsExactly(6L);

        assertThat(messageOf(new Idx("a", "b", "c", "b", 0)))
                .isEqualTo(
                        "DIR/c: expected images of the shape [3, 1, 2], found [6]. Check that the file belongs to this data"
                                + " set.");
        assertThat(messageOf(new Idx("a", "b", "a", "d", 0)))
                .isEqualTo(
                        "DIR/d: expected labels from 0 to 2, found 3 for example 2 of 2. Check that the file belongs to"
                                + " this data set and is not damaged.");
        assertThat(messageOf(new Idx("x", "b", "a", "d", 0))).isEqualTo("there is no 'x' in DIR");
    }

    /** The message about a good folder in which one file is replaced. */
    private String with(String name, byte[] content) throws IOException {
        TestFiles.mnist(folder.resolve("mnist"));
        Files.write(folder.resolve("mnist").resolve(name), content);
        return message("mnist");
    }

    private String message(String name) {
        return messageOf(new Mnist(name));
    }

    private String messageOf(DataSource source) {
        return catchThrowableOfType(DataException.class, () -> source.open(TestFiles.in(folder)))
                .getMessage()
                .replace(folder.toString(), "DIR");
    }
}
