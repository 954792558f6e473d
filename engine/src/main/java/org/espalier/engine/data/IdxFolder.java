package org.espalier.engine.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;

/**
 * A folder with the four files that MNIST and its kin come in.
 *
 * @param name the data set
 * @param source where its files are to be had, a sentence
 */
record IdxFolder(String name, String source) {
    private static final List<Long> SHAPE = List.of(1L, 28L, 28L);
    private static final int CLASSES = 10;

    DataSet open(DataSource.Locator locator, String folder) {
        Path path = Folders.find(locator, folder, source);
        IdxPair train = pair(path, "train");
        IdxPair test = pair(path, "t10k");
        return new DataSet(
                name,
                CLASSES,
                train.examples(SHAPE, CLASSES),
                test.examples(SHAPE, CLASSES),
                DataSet.Normalisation.NONE);
    }

    private IdxPair pair(Path folder, String part) {
        return IdxPair.read(file(folder, part + "-images", "idx3-ubyte"), file(folder, part + "-labels", "idx1-ubyte"));
    }

    /** The files are called {@code train-images-idx3-ubyte} or {@code train-images.idx3-ubyte}, with or without .gz. */
    private Path file(Path folder, String stem, String ending) {
        return List.of("-" + ending, "-" + ending + ".gz", "." + ending, "." + ending + ".gz").stream()
                .map(end -> folder.resolve(stem + end))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new DataException(folder + ": expected " + stem + "-" + ending + " (or " + stem + "."
                        + ending + ", either with .gz), found " + Folders.listing(folder) + ". " + source));
    }
}
