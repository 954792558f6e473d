package org.espalier.engine.data;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.data.DataSet;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;

/**
 * Any data in MNIST's format: IDX files of unsigned bytes, plain or gzipped. Images may be {@code [count, height, width]},
 * {@code [count, channels, height, width]} or rows {@code [count, features]}. Values are in [0, 1].
 */
public record Idx(
        @Knob("file of the training images") @NotBlank String trainImages,

        @Knob("file of the training labels") @NotBlank String trainLabels,

        @Knob("file of the test images") @NotBlank String testImages,

        @Knob("file of the test labels") @NotBlank String testLabels,

        @Knob(value = "number of classes; 0 to count them in the training labels", otherwise = "0")
        @PositiveOrZero
        @Max(256)
        int classes)
        implements DataSource {
    @Override
    public DataSet open(Locator locator) {
        IdxPair train = IdxPair.read(locator.find(trainImages), locator.find(trainLabels));
        IdxPair test = IdxPair.read(locator.find(testImages), locator.find(testLabels));
        List<Long> shape = train.images().shape();
        int count = classes == 0 ? train.classes() : classes;
        return new DataSet(
                "idx", count, train.examples(shape, count), test.examples(shape, count), DataSet.Normalisation.NONE);
    }
}
