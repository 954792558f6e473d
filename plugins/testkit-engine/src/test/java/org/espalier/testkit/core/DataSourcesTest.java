package org.espalier.testkit.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.espalier.api.data.DataSource;
import org.espalier.api.data.DataSource.Locator;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Data sources on files of a few examples each. */
final class DataSourcesTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("idx"));
        Files.createDirectories(folder.resolve("cifar"));
        writeIdx("idx/train", 20);
        writeIdx("idx/t10k", 10);
        for (int part = 1; part <= 5; part++) {
            writeCifar("cifar/data_batch_" + part + ".bin", part);
        }
        writeCifar("cifar/test_batch.bin", 6);
        Files.writeString(folder.resolve("text.txt"), "the quick brown fox jumps over the lazy dog. ".repeat(3), UTF_8);
        writeTable("train.csv", 12);
        writeTable("test.csv", 6);
    }

    private static Locator inFolder() {
        return folder::resolve;
    }

    @Nested
    final class Mnist implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(DataSource.class, "{ mnist: { folder: idx } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }
    }

    @Nested
    final class FashionMnist implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(DataSource.class, "{ fashion-mnist: { folder: idx } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }
    }

    @Nested
    final class Idx implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(
                    DataSource.class,
                    "{ idx: { train-images: idx/train-images-idx3-ubyte, train-labels: idx/train-labels-idx1-ubyte,"
                            + " test-images: idx/t10k-images-idx3-ubyte, test-labels: idx/t10k-labels-idx1-ubyte } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }
    }

    @Nested
    final class Cifar10 implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(DataSource.class, "{ cifar10: { folder: cifar } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }
    }

    @Nested
    final class Csv implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(DataSource.class, "{ csv: { train: train.csv, test: test.csv, label: kind } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }
    }

    @Nested
    final class Text implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(DataSource.class, "{ text: { file: text.txt, length: 8, test: 0.3 } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }
    }

    @Nested
    final class None implements DataSourceContract {
        @Override
        public DataSource dataSource() {
            return Core.component(DataSource.class, "{ none: { shape: [ 4 ] } }");
        }

        @Override
        public Locator dataLocator() {
            return inFolder();
        }

        @Override
        public boolean dataSourceReadsNoFile() {
            return true;
        }

        @Override
        public boolean dataSourceIsEmpty() {
            return true;
        }
    }

    private static void writeIdx(String stem, int count) throws IOException {
        var random = new Random(count);
        byte[] pixels = new byte[count * 28 * 28];
        random.nextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
        }
        Files.write(folder.resolve(stem + "-images-idx3-ubyte"), idx(pixels, 0x803, count, 28, 28));
        Files.write(folder.resolve(stem + "-labels-idx1-ubyte"), idx(labels, 0x801, count));
    }

    private static byte[] idx(byte[] content, int... header) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (int number : header) {
                out.writeInt(number);
            }
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** A file of the standard size, black but for its first examples. */
    private static void writeCifar(String file, int seed) throws IOException {
        byte[] records = new byte[4 * 3073];
        new Random(seed).nextBytes(records);
        for (int i = 0; i < 4; i++) {
            records[i * 3073] = (byte) ((seed + i) % 10);
        }
        try (var out = new RandomAccessFile(folder.resolve(file).toFile(), "rw")) {
            out.write(records);
            out.setLength(10_000L * 3073);
        }
    }

    private static void writeTable(String file, int rows) throws IOException {
        var text = new StringBuilder("a,b,kind\n");
        for (int i = 0; i < rows; i++) {
            text.append(0.5 * i)
                    .append(',')
                    .append(-i)
                    .append(',')
                    .append(i % 3)
                    .append('\n');
        }
        Files.writeString(folder.resolve(file), text, UTF_8);
    }
}
