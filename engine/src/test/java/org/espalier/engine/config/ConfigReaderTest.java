package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.config.Sample.Adam;
import org.espalier.engine.config.Sample.Evaluate;
import org.espalier.engine.config.Sample.Global;
import org.espalier.engine.config.Sample.LeNet5;
import org.espalier.engine.config.Sample.Magnitude;
import org.espalier.engine.config.Sample.Mlp;
import org.espalier.engine.config.Sample.NOfM;
import org.espalier.engine.config.Sample.PerLayer;
import org.espalier.engine.config.Sample.Prune;
import org.espalier.engine.config.Sample.Random;
import org.espalier.engine.config.Sample.Ranked;
import org.espalier.engine.config.Sample.Repeat;
import org.espalier.engine.config.Sample.Snapshot;
import org.espalier.engine.config.Sample.Target;
import org.espalier.engine.config.Sample.Train;
import org.junit.jupiter.api.Test;

/** What a pipeline file may say, and what it is told when it says something else. */
final class ConfigReaderTest {
    @Test
    void bindsEveryKindOfValue() {
        var file = read("""
                seed: 0x10
                model: { mlp: { layers: [784, 300, 10], dropout: 1e-1 } }
                pipeline:
                  - snapshot: rewind
                  - repeat:
                      times: 3
                      do:
                        - train: { epochs: 2, optimizer: { adam: { learning-rate: 5.0e-4, beta: .5 } }, clip: .inf, fresh: true }
                        - evaluate
                        - prune: { policy: { prune: { criterion: random, distribution: { per-layer: { fc1: 0.1, fc2: 1 } }, target: 0.02 } } }
                """);

        assertThat(file)
                .isEqualTo(new Sample.File(
                        16,
                        new Mlp(List.of(784, 300, 10), 0.1),
                        List.of(
                                new Snapshot("rewind"),
                                new Repeat(
                                        3,
                                        List.of(
                                                new Train(2, new Adam(5e-4, 0.5f), Double.POSITIVE_INFINITY, true),
                                                new Evaluate("validation"),
                                                new Prune(new Ranked(
                                                        new Random(),
                                                        new PerLayer(Map.of("fc1", 0.1, "fc2", 1.0), 1),
                                                        new Target(0.02, "all"))))))));
    }

    @Test
    void fillsDefaultsIncludingWholeCompositions() {
        var file = read("""
                model: lenet-5
                pipeline: [ { train: 3 }, { prune: { prune: random } } ]
                """);

        assertThat(file)
                .isEqualTo(new Sample.File(
                        42,
                        new LeNet5(),
                        List.of(
                                new Train(3, new Adam(1e-3, 0.9f), Double.POSITIVE_INFINITY, false),
                                new Prune(new Ranked(new Random(), new Global(), new Target(0.5, "alive"))))));
    }

    @Test
    void anEmptyValueBehindAComponentMeansNoOptions() {
        var file = read("""
                model: { lenet-5: }
                pipeline:
                  - evaluate:
                  - evaluate: {}
                """);

        assertThat(file.pipeline()).containsExactly(new Evaluate("validation"), new Evaluate("validation"));
    }

    @Test
    void pluginSlashNameAlwaysWorks() {
        var registry = Sample.withMagnitude()
                .offer("acme", Provider.of(Sample.Criterion.class, "magnitude", "", Random.class));
        String text = "{ model: core/lenet-5, pipeline: [ { prune: { prune: acme/magnitude } } ] }";
        var read = new ConfigReader(registry).read(new Source("p.yaml", text), List.of(), Sample.File.class);

        assertThat(read.value().pipeline())
                .singleElement()
                .hasToString(
                        "Prune[policy=Ranked[criterion=Random[], distribution=Global[], target=Target[keep=0.5, of=alive]]]");
        assertThat(read.yaml()).contains("criterion: acme/magnitude").contains("model: lenet-5");
    }

    @Test
    void aliasesRepeatWhatTheyName() {
        var file = read("""
                model: lenet-5
                pipeline:
                  - train: &training { epochs: 1, fresh: true }
                  - train: *training
                """);

        assertThat(file.pipeline().get(1)).isEqualTo(file.pipeline().get(0));
    }

    @Test
    void aPipelineFileWithSixDifferentMistakesReportsSixProblemsWithTheRightLines() {
        assertThat(problems(Sample.withMagnitude(), """
                        sed: 1
                        model: { mlp: { layers: [784, ten, 10] } }
                        pipeline:
                          - train: { epochs: 1, optimizer: { adm: { learning-rate: 1.2e-3 } } }
                          - repeat:
                              times: 0
                              do:
                                - train: {}
                                - prune: { policy: { rigl: { keep: 1.5 } } }
                        """))
                .containsExactly(
                        "pipeline.yaml:1:1: the file has no option 'sed'. Did you mean 'seed'? Options: seed, model, pipeline.",
                        "pipeline.yaml:2:31: layers[1] must be a whole number but was 'ten'",
                        "pipeline.yaml:4:38: no optimizer 'adm'. Installed: adam.",
                        "pipeline.yaml:6:14: times must be between 1 and 1000 but was 0",
                        "pipeline.yaml:8:11: stage 'train' needs 'epochs': passes over the data",
                        "pipeline.yaml:9:44: keep must be between 0 and 1 but was 1.5");
    }

    @Test
    void saysWhatAValueMustBe() {
        assertThat(inTrain("epochs: 12.5%"))
                .isEqualTo("epochs must be a number but was '12.5%'. 12.5 % is written 0.125");
        assertThat(inTrain("epochs: '5'")).isEqualTo("epochs must be a number but was the text '5'");
        assertThat(inTrain("epochs: many")).isEqualTo("epochs must be a number but was 'many'");
        assertThat(inTrain("epochs: [5]")).isEqualTo("epochs must be a number but was a list");
        assertThat(inTrain("epochs: { a: 5 }")).isEqualTo("epochs must be a number but was a mapping");
        assertThat(inTrain("epochs:")).isEqualTo("epochs has no value; it must be a number");
        assertThat(inTrain("epochs: .nan")).isEqualTo("epochs must be a number but was .nan");
        assertThat(inTrain("epochs: 1e999")).isEqualTo("epochs is too large: 1e999");
        assertThat(inTrain("epochs: 1, fresh: yes")).isEqualTo("fresh must be true or false but was 'yes'");
        assertThat(inTrain("epochs: 1, optimizer: [adam]"))
                .isEqualTo("optimizer must be an optimizer, written 'name' or '{name: {options}}', but was a list");
        assertThat(inTrain("epochs: 1, optimizer:")).isEqualTo("optimizer has no value; it must be an optimizer");
        assertThat(inTrain("epochs: 1, optimizer: {}"))
                .isEqualTo("optimizer must be an optimizer, written 'name' or '{name: {options}}', but is empty");
        assertThat(inPolicy("rigl: { keep: 0.1, start: kept }"))
                .isEqualTo("start must be one of zero, kept-as-is but was 'kept'. Did you mean 'kept-as-is'?");
        assertThat(inPolicy("prune: { criterion: random, target: [1] }"))
                .isEqualTo("keep must be a number but was a list");
        assertThat(inPolicy("prune: { criterion: random, target: { kep: 1 } }"))
                .isEqualTo("target needs 'keep': the share to keep\n"
                        + "target has no option 'kep'. Did you mean 'keep'? Options: keep, of.");
        assertThat(inPolicy("prune: { criterion: { random: { p: 1 } } }"))
                .isEqualTo("criterion 'random' has no option 'p'; it takes none");
        assertThat(inPolicy("prune: { criterion: random, distribution: { n-of-m: 3 } }"))
                .isEqualTo("distribution 'n-of-m' takes a mapping of options but was given 3. Options: keep, of.");
    }

    @Test
    void saysWhatAnOptionIsCalledNow() {
        assertThat(problems("{ model: lenet-5, pipeline: [ { evaluate: { on: test } } ] }"))
                .containsExactly("pipeline.yaml:1:45: stage 'evaluate': 'on' is now 'split'");
        assertThat(inPolicy("rigl: { part: 0.1 }")).isEqualTo("mask policy 'rigl': 'part' is now 'keep'");
        assertThat(problems("{ model: lenet-5, pipeline: [ { evaluate: { '': test } } ] }"))
                .containsExactly("pipeline.yaml:1:45: stage 'evaluate' has no option ''. Options: split.");
    }

    @Test
    void wholeNumbersAreWhole() {
        assertThat(inRepeat("times: 3.0, do: []")).isEqualTo("times must be a whole number but was 3.0");
        assertThat(inRepeat("times: 3e2, do: []")).isEqualTo("times must be a whole number but was 3e2");
        assertThat(inRepeat("times: 3000000000, do: []"))
                .isEqualTo("times must be between -2147483648 and 2147483647 but was 3000000000");
        assertThat(inRepeat("times: " + "9".repeat(10_000) + ", do: []")).hasSizeLessThan(200);
        assertThat(inRepeat("times: 3, do: evaluate"))
                .isEqualTo("do must be a list but was 'evaluate'. Write ['evaluate'].");
    }

    @Test
    void namesTheBoundThatIsBroken() {
        assertThat(inModel("layers: [1]")).isEqualTo("layers must have at least 2 entries but has 1");
        assertThat(inModel("layers: [1, 0, -3]"))
                .isEqualTo("layers[1] must be above 0 but was 0\nlayers[2] must be above 0 but was -3");
        assertThat(inModel("layers: [1, 2], dropout: 1")).isEqualTo("dropout must be at least 0 and below 1 but was 1");
        assertThat(inTrain("epochs: -1")).isEqualTo("epochs must be at least 0 but was -1");
        assertThat(inTrain("epochs: 1, clip: 0")).isEqualTo("clip must be above 0 but was 0");
        assertThat(problems("{ model: lenet-5, pipeline: [] }"))
                .containsExactly("pipeline.yaml:1:29: pipeline must not be empty");
        assertThat(problems("{ model: lenet-5, pipeline: [ snapshot: ' ' ] }"))
                .containsExactly("pipeline.yaml:1:41: name must not be blank");
        assertThat(problems("{ model: lenet-5, pipeline: [ evaluate: train ] }"))
                .containsExactly("pipeline.yaml:1:41: split must match \"validation|test\" but was 'train'");
        assertThat(inPolicy("prune: { criterion: random, distribution: { per-layer: { fc1: 2 } } }"))
                .isEqualTo("shares.fc1 must be between 0 and 1 but was 2");
    }

    @Test
    void whatARecordOrFactoryRefusesIsAProblemOfItsComponent() {
        var registry = Sample.withMagnitude();
        assertThat(problems(registry, """
                        model: lenet-5
                        pipeline:
                          - prune:
                              prune:
                                criterion: { magnitude: 13 }
                                distribution: { n-of-m: { keep: 3, of: 2 } }
                        """))
                .containsExactly(
                        "pipeline.yaml:5:22: criterion 'magnitude': p must not be 13",
                        "pipeline.yaml:6:25: distribution 'n-of-m': cannot keep 3 of 2");
    }

    @Test
    void aDefaultThatNeedsAMissingPluginSaysWhoNeedsIt() {
        assertThat(problems("{ model: lenet-5, pipeline: [ { prune: { rigl: 0.1 } } ] }"))
                .containsExactly(
                        "pipeline.yaml:1:42: mask policy 'rigl' uses criterion 'magnitude' by default, but no criterion 'magnitude'. Installed: gradient, random.");
    }

    record Ouroboros(
            @Knob(value = "its tail", otherwise = "ouroboros")
            Sample.Criterion tail) implements Sample.Criterion {}

    record Odd(@Knob("a type that no file can express") Optional<String> maybe) implements Sample.Criterion {}

    @Test
    void mistakesOfPluginsAreProblemsOfWhatUsesThem() {
        var registry = Sample.registry()
                .offer("acme", Provider.of(Sample.Criterion.class, "ouroboros", "", Ouroboros.class))
                .offer("acme", Provider.of(Sample.Criterion.class, "odd", "", Odd.class));

        assertThat(problems(registry, "{ model: lenet-5, pipeline: [ { prune: { prune: ouroboros } } ] }"))
                .singleElement()
                .asString()
                .endsWith("criterion 'ouroboros' uses itself by default, without end");
        assertThat(problems(registry, "{ model: lenet-5, pipeline: [ { prune: { prune: odd } } ] }"))
                .containsExactly(
                        "pipeline.yaml:1:49: criterion 'odd' of plugins/acme.jar cannot be configured: option 'maybe': a pipeline file cannot express values of the type java.util.Optional. This is a mistake in the plugin; tell its author.");
    }

    @Test
    void aMappingMayBeABareValueToo() {
        var file = read(
                "{ model: lenet-5, pipeline: [ { prune: { prune: { criterion: random, distribution: { per-layer: { fc1: 0.1 } } } } } ] }");

        assertThat(((Ranked) ((Prune) file.pipeline().get(0)).policy()).distribution())
                .isEqualTo(new PerLayer(Map.of("fc1", 0.1), 1));
        assertThat(inPolicy("prune: { criterion: random, distribution: { per-layer: { share: { fc1: 0.1 } } } }"))
                .isEqualTo(
                        "distribution 'per-layer' needs 'shares': the share to keep of each layer\n"
                                + "distribution 'per-layer' has no option 'share'. Did you mean 'shares'? Options: shares, rest.");
    }

    @Test
    void optionsThatAreNotIndentedUnderTheirComponentAreExplained() {
        assertThat(problems("""
                        model: lenet-5
                        pipeline:
                          - train:
                            epochs: 5
                        """))
                .containsExactly(
                        "pipeline.yaml:3:5: pipeline[0] must be a stage, written 'name' or '{name: {options}}', but has two names: train, epochs. Indent the options of 'train' deeper than its name.");
    }

    @Test
    void knowsWhereEachComponentIsAndWhatItIsCalled() {
        var resolved =
                new ConfigReader(Sample.withMagnitude()).read(new Source("p.yaml", """
                                model: lenet-5
                                pipeline:
                                  - prune:
                                      policy: { prune: { criterion: magnitude, distribution: { n-of-m: { keep: 1, of: 2 } } } }
                                  - prune: { prune: { criterion: magnitude } }
                                """), List.of(), Sample.File.class);
        Ranked first = (Ranked) ((Prune) resolved.value().pipeline().get(0)).policy();
        Ranked second = (Ranked) ((Prune) resolved.value().pipeline().get(1)).policy();

        assertThat(first.criterion()).isEqualTo(second.criterion()).isEqualTo(new Magnitude(1));
        assertThat(resolved.location(first.criterion())).hasToString("p.yaml:4:37");
        assertThat(resolved.location(second.criterion())).hasToString("p.yaml:5:34");
        assertThat(resolved.location(second.distribution())).hasToString("p.yaml:5:14");
        assertThat(resolved.location(first.target())).hasToString("p.yaml:4:17");
        assertThat(resolved.name(first.criterion())).isEqualTo("magnitude/magnitude");
        assertThat(resolved.name(first.distribution())).isEqualTo("n-of-m");
        assertThat(resolved.location(((NOfM) first.distribution()).options)).hasToString("p.yaml:4:64");
        assertThat(resolved.components().stream().map(resolved::name))
                .containsExactly(
                        "lenet-5",
                        "prune",
                        "prune",
                        "magnitude/magnitude",
                        "n-of-m",
                        "prune",
                        "prune",
                        "magnitude/magnitude",
                        "global");
        assertThatThrownBy(() -> resolved.name(first.target()))
                .hasMessage("Target[keep=0.5, of=alive] is no component");
        assertThatThrownBy(() -> resolved.location(new Magnitude(1))).hasMessage("Magnitude[p=1] is not of this file");
    }

    private static Sample.File read(String text) {
        return new ConfigReader(Sample.registry())
                .read(new Source("pipeline.yaml", text), List.of(), Sample.File.class)
                .value();
    }

    private static List<String> problems(String text) {
        return problems(Sample.registry(), text);
    }

    private static List<String> problems(FakeRegistry registry, String text) {
        var reader = new ConfigReader(registry);
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> reader.read(new Source("pipeline.yaml", text), List.of(), Sample.File.class))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }

    private static String inTrain(String options) {
        return messages("{ model: lenet-5, pipeline: [ { train: { " + options + " } } ] }");
    }

    private static String inRepeat(String options) {
        return messages("{ model: lenet-5, pipeline: [ { repeat: { " + options + " } } ] }");
    }

    private static String inModel(String options) {
        return messages("{ model: { mlp: { " + options + " } }, pipeline: [ evaluate ] }");
    }

    private static String inPolicy(String policy) {
        return messages("{ model: lenet-5, pipeline: [ { prune: { policy: { " + policy + " } } } ] }");
    }

    private static String messages(String text) {
        return String.join(
                "\n",
                problems(Sample.withMagnitude(), text).stream()
                        .map(line -> line.replaceFirst("^pipeline.yaml:\\d+:\\d+: ", ""))
                        .toList());
    }
}
