package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;
import org.junit.jupiter.api.Test;

final class DataComponentsTest {
    /** Every component with its options and their defaults; a new option shows here. */
    @Test
    void componentsAndTheirDefaults() {
        assertThat(DataComponents.providers().stream()
                        .map(provider -> (provider.spi() == DataSource.class ? "data " : "augmentation ")
                                + provider.name() + " " + defaults(provider.config())))
                .containsExactly(
                        "data mnist {folder: data/mnist}",
                        "data fashion-mnist {folder: data/fashion-mnist}",
                        "data cifar10 {folder: data/cifar10}",
                        "data idx {trainImages: , trainLabels: , testImages: , testLabels: , classes: 0}",
                        "data csv {train: , test: , label: , header: true, separator: \",\", classes: 0, classNames: [], shape: []}",
                        "augmentation pad-and-crop {padding: 4}",
                        "augmentation flip {probability: 0.5}");
        assertThat(defaults(Preparation.class))
                .isEqualTo("{validation: 0.1, normalise: data-set, mean: [], deviation: [], augment: [], limit: 0}");
        assertThat(Preparation.USUAL)
                .isEqualTo(new Preparation(0.1, Preparation.Normalise.DATA_SET, List.of(), List.of(), List.of(), 0));
    }

    private static String defaults(Class<? extends Record> config) {
        return Arrays.stream(config.getRecordComponents())
                .map(DataComponentsTest::defaultOf)
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String defaultOf(RecordComponent option) {
        return option.getName() + ": " + option.getAnnotation(Knob.class).otherwise();
    }
}
