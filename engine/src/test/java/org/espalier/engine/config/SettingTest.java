package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.espalier.engine.config.Sample.Adam;
import org.espalier.engine.config.Sample.Evaluate;
import org.espalier.engine.config.Sample.Mlp;
import org.espalier.engine.config.Sample.Train;
import org.junit.jupiter.api.Test;

/** Overrides from the command line. */
final class SettingTest {
    private static final Source FILE = new Source("p.yaml", """
            model: lenet-5
            pipeline:
              - train: { epochs: 1 }
              - evaluate
            """);

    @Test
    void replacesAndAddsValues() {
        var file = read(
                "seed=7",
                "pipeline.0.train.epochs=3",
                "pipeline.0.train.optimizer.adam.learning-rate=5.0e-4",
                "pipeline.1.evaluate.split=test",
                "model={mlp: {layers: [2, 1]}}");

        assertThat(file.seed()).isEqualTo(7);
        assertThat(file.model()).isEqualTo(new Mlp(List.of(2, 1), 0));
        assertThat(file.pipeline())
                .containsExactly(
                        new Train(3, new Adam(5e-4, 0.9f), Double.POSITIVE_INFINITY, false), new Evaluate("test"));
    }

    @Test
    void laterOverridesWin() {
        assertThat(read("seed=7", "seed=8").seed()).isEqualTo(8);
    }

    @Test
    void problemsNameTheOverride() {
        assertThat(problems("pipeline.0.train.epochs=three"))
                .containsExactly("--set pipeline.0.train.epochs=three: epochs must be a number but was 'three'");
        assertThat(problems("pipeline.0.train.epoch=3"))
                .containsExactly(
                        "--set pipeline.0.train.epoch=3: stage 'train' has no option 'epoch'. Did you mean 'epochs'? Options: epochs, optimizer, clip, fresh.");
        assertThat(problems("pipeline.2.train.epochs=3"))
                .containsExactly(
                        "--set pipeline.2.train.epochs=3: pipeline is a list with the entries 0 to 1, so there is no '2'");
        assertThat(problems("pipeline.first.train.epochs=3"))
                .containsExactly(
                        "--set pipeline.first.train.epochs=3: pipeline is a list with the entries 0 to 1, so there is no 'first'");
        assertThat(problems("model.mlp.layers=[1]"))
                .containsExactly("--set model.mlp.layers=[1]: model is 'lenet-5', which has no 'mlp'");
        assertThat(problems("seed=[1")).singleElement().asString().startsWith("--set seed=[1: is not valid YAML: ");
        assertThat(problems("seed=")).containsExactly("--set seed=: seed has no value; it must be a whole number");
        assertThat(problems("seed", "=1", "a..b=1"))
                .containsExactly(
                        "--set =1: write --set path.to.key=value, such as --set pipeline.0.train.epochs=3",
                        "--set a..b=1: write --set path.to.key=value, such as --set pipeline.0.train.epochs=3",
                        "--set seed: write --set path.to.key=value, such as --set pipeline.0.train.epochs=3");
    }

    @Test
    void theResolvedFileHoldsThem() {
        assertThat(new ConfigReader(Sample.registry())
                        .read(FILE, List.of("seed=7"), Sample.File.class)
                        .yaml())
                .startsWith("seed: 7\n");
    }

    private static Sample.File read(String... sets) {
        return new ConfigReader(Sample.registry())
                .read(FILE, List.of(sets), Sample.File.class)
                .value();
    }

    private static List<String> problems(String... sets) {
        var reader = new ConfigReader(Sample.registry());
        return catchThrowableOfType(ConfigException.class, () -> reader.read(FILE, List.of(sets), Sample.File.class))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
