package org.espalier.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.config.ConfigReader;
import org.espalier.engine.config.Source;
import org.espalier.engine.plugin.CorePlugin;
import org.espalier.engine.plugin.PluginLoader;
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
                        "data csv {train: , test: , label: , header: true, separator: \",\", classes: 0, classNames:"
                                + " [], shape: [], firstLabel: 0, decimalComma: false}",
                        "data text {file: , length: 64, test: 0.1, input: one-hot}",
                        "augmentation pad-and-crop {padding: 4}",
                        "augmentation flip {probability: 0.5}");
        assertThat(defaults(Preparation.class))
                .isEqualTo(
                        "{validation: 0.1, normalise: data-set, mean: [], deviation: [], augment: [], limit: 0, shape:"
                                + " []}");
        assertThat(Preparation.USUAL)
                .isEqualTo(new Preparation(
                        0.1, Preparation.Normalise.DATA_SET, List.of(), List.of(), List.of(), 0, List.of()));
    }

    @Test
    void everyOptionBinds() {
        var bound = read("""
            data:
              csv:
                train: a.csv
                test: b.csv
                label: 1
                header: false
                separator: ";"
                class-names: [cat, dog]
                shape: [1, 2, 2]
            prepare:
              validation: 5000
              normalise: given
              mean: [0.1307]
              deviation: [0.3081]
              augment: [{ pad-and-crop: { padding: 2 } }, flip]
              limit: 100
            """);

        assertThat(bound.data())
                .isEqualTo(new Csv(
                        "a.csv", "b.csv", "1", false, ";", 0, List.of("cat", "dog"), List.of(1, 2, 2), 0, false));
        assertThat(bound.prepare())
                .isEqualTo(new Preparation(
                        5000,
                        Preparation.Normalise.GIVEN,
                        List.of(0.1307),
                        List.of(0.3081),
                        List.of(new PadAndCrop(2), new Flip(0.5)),
                        100,
                        List.of()));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertThat(read("data: mnist")).isEqualTo(new File(new Mnist("data/mnist"), Preparation.USUAL));
        assertThat(read("data: { csv: { train: a, test: b, label: kind } }").data())
                .isEqualTo(new Csv("a", "b", "kind", true, ",", 0, List.of(), List.of(), 0, false));
    }

    private static File read(String yaml) {
        var registry = PluginLoader.load(List.of(), new CorePlugin(DataComponents.providers(), List.of()));
        return new ConfigReader(registry)
                .read(new Source("test.yaml", yaml), List.of(), File.class)
                .value();
    }

    private record File(
            @Knob("the data set") DataSource data,

            @Knob(value = "how it is prepared", otherwise = "{}")
            Preparation prepare) {}

    private static String defaults(Class<? extends Record> config) {
        return Arrays.stream(config.getRecordComponents())
                .map(DataComponentsTest::defaultOf)
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String defaultOf(RecordComponent option) {
        return option.getName() + ": " + option.getAnnotation(Knob.class).otherwise();
    }
}
