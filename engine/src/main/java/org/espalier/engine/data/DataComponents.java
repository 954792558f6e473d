package org.espalier.engine.data;

import java.util.List;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Provider;

/** The components of this package. */
public final class DataComponents {
    private DataComponents() {}

    /** Returns what the plugin {@code core} offers from here. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(DataSource.class, "mnist", "handwritten digits, 28 x 28 grey, ten classes", Mnist.class),
                Provider.of(
                        DataSource.class, "fashion-mnist", "clothes, 28 x 28 grey, ten classes", FashionMnist.class),
                Provider.of(DataSource.class, "cifar10", "photographs, 3 x 32 x 32, ten classes", Cifar10.class),
                Provider.of(DataSource.class, "idx", "any data in MNIST's file format", Idx.class),
                Provider.of(DataSource.class, "csv", "tables: a label and features on each line", Csv.class),
                Provider.of(DataSource.class, "text", "a text: the next character is the label", Text.class),
                Provider.of(
                        Augmentation.class,
                        "pad-and-crop",
                        "shifts an image at random, black behind it",
                        PadAndCrop.class),
                Provider.of(Augmentation.class, "flip", "mirrors an image left to right at random", Flip.class));
    }
}
