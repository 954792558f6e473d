package org.espalier.engine.data;

import jakarta.validation.constraints.NotBlank;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;

/**
 * CIFAR-10: 50,000 training and 10,000 test photographs of ten kinds of things, 3 x 32 x 32 (Krizhevsky, Learning Multiple
 * Layers of Features from Tiny Images, 2009). Read from the standard binary files, or from PNG sheets of 100 images a row
 * with a file of labels beside each; found out by what is there. Normalised by the channel means and deviations of
 * ImageNet, as most pretrained networks for it expect.
 */
public record Cifar10(
        @Knob(value = "folder with the six binary files, or with the six PNG sheets", otherwise = "data/cifar10")
        @NotBlank
        String folder)
        implements DataSource {
    static final List<Long> SHAPE = List.of(3L, 32L, 32L);
    static final int CLASSES = 10;

    private static final DataSet.Normalisation NORMALISATION =
            new DataSet.Normalisation(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final List<String> BINARY_TRAIN =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    private static final String BINARY_TEST = "test_batch.bin";
    private static final List<String> SHEETS_TRAIN =
            List.of("train_1.png", "train_2.png", "train_3.png", "train_4.png", "train_5.png");
    private static final String SHEET_TEST = "test.png";
    /** What the standard archive unpacks to. */
    private static final String UNPACKED = "cifar-10-batches-bin";

    private static final String SOURCE = "CIFAR-10 is not part of the distribution: unpack cifar-10-binary.tar.gz from"
            + " https://www.cs.toronto.edu/~kriz/cifar.html and name its folder as 'folder'.";

    @Override
    public DataSet open(Locator locator) {
        Path found = Folders.find(locator, folder, SOURCE);
        Path unpacked = found.resolve(UNPACKED);
        Path path = Files.isDirectory(unpacked) ? unpacked : found;
        if (any(path, BINARY_TRAIN, BINARY_TEST)) {
            return dataSet(
                    CifarBinary.read(files(path, BINARY_TRAIN)), CifarBinary.read(files(path, List.of(BINARY_TEST))));
        }
        if (any(path, SHEETS_TRAIN, SHEET_TEST)) {
            return dataSet(
                    CifarSheets.read(files(path, SHEETS_TRAIN)), CifarSheets.read(files(path, List.of(SHEET_TEST))));
        }
        throw new DataException(
                path + ": expected data_batch_1.bin to data_batch_5.bin and test_batch.bin, or train_1.png to"
                        + " train_5.png and test.png, found " + Folders.listing(path) + ". " + SOURCE);
    }

    private static DataSet dataSet(ByteExamples train, ByteExamples test) {
        return new DataSet("cifar10", CLASSES, train, test, NORMALISATION);
    }

    private static boolean any(Path folder, List<String> train, String test) {
        return Stream.concat(train.stream(), Stream.of(test)).anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** All of them must be there: a part of the set would be another data set under its name. */
    private static List<Path> files(Path folder, List<String> names) {
        for (String name : names) {
            if (!Files.exists(folder.resolve(name))) {
                throw new DataException(
                        folder + ": expected " + name + ", found " + Folders.listing(folder) + ". " + SOURCE);
            }
        }
        return names.stream().map(folder::resolve).toList();
    }
}
