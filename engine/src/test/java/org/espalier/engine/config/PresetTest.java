package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.espalier.api.plugin.Preset;
import org.espalier.engine.config.Sample.Magnitude;
import org.espalier.engine.config.Sample.MaskPolicy;
import org.espalier.engine.config.Sample.NOfM;
import org.espalier.engine.config.Sample.Options;
import org.espalier.engine.config.Sample.Prune;
import org.espalier.engine.config.Sample.Random;
import org.espalier.engine.config.Sample.Ranked;
import org.espalier.engine.config.Sample.Target;
import org.junit.jupiter.api.Test;

/** Names for compositions, and what users change about them. */
final class PresetTest {
    @Test
    void standsForItsComposition() {
        Ranked policy = policy(Sample.withMagnitude(), "two-of-four");

        assertThat(policy.criterion()).isEqualTo(new Magnitude(2));
        assertThat(((NOfM) policy.distribution()).options).isEqualTo(new Options(2, 4));
        assertThat(policy.target()).isEqualTo(new Target(0.5, "alive"));
    }

    @Test
    void optionsAreLaidOverItMappingByMapping() {
        Ranked policy = policy(
                Sample.withMagnitude(), "{ two-of-four: { distribution: { n-of-m: { keep: 1 } }, target: 0.1 } }");

        assertThat(policy.criterion()).isEqualTo(new Magnitude(2));
        assertThat(((NOfM) policy.distribution()).options).isEqualTo(new Options(1, 4));
        assertThat(policy.target()).isEqualTo(new Target(0.1, "all"));
    }

    @Test
    void aComponentOfAnotherNameReplacesItsOwn() {
        assertThat(policy(Sample.withMagnitude(), "{ two-of-four: { criterion: random } }")
                        .criterion())
                .isEqualTo(new Random());
        assertThat(policy(Sample.withMagnitude(), "{ two-of-four: { criterion: magnitude/magnitude } }")
                        .criterion())
                .isEqualTo(new Magnitude(2));
        assertThat(policy(Sample.withMagnitude(), "{ two-of-four: random }").criterion())
                .isEqualTo(new Random());
    }

    @Test
    void presetsMayStandForPresets() {
        var registry = Sample.withMagnitude()
                .offer(
                        "acme",
                        new Preset(
                                MaskPolicy.class,
                                "one-of-four",
                                "",
                                "{ two-of-four: { distribution: { n-of-m: { keep: 1 } } } }"));
        Ranked policy = policy(
                registry,
                "{ one-of-four: { criterion: { magnitude: { p: 5 } }, distribution: { n-of-m: { of: 8 } } } }");

        assertThat(policy.criterion()).isEqualTo(new Magnitude(5));
        assertThat(((NOfM) policy.distribution()).options).isEqualTo(new Options(1, 8));
    }

    @Test
    void presetsThatGoInCirclesAreRefused() {
        var registry = Sample.registry()
                .offer("acme", new Preset(MaskPolicy.class, "hen", "", "egg"))
                .offer("acme", new Preset(MaskPolicy.class, "egg", "", "{ hen: { keep: 0.1 } }"));

        assertThat(problems(registry, "hen"))
                .containsExactly(
                        "p.yaml:1:50: preset mask policy 'hen' stands for itself: acme/hen → acme/egg → acme/hen. Tell the plugin's author.");
    }

    @Test
    void aPresetThatNeedsWhatIsNotInstalledSaysSo() {
        var registry = Sample.registry()
                .offer("acme", new Preset(MaskPolicy.class, "small", "", "{ prune: { criterion: magnitude } }"))
                .offer("acme", new Preset(MaskPolicy.class, "odd", "", "{ shrink: { } }"));

        assertThat(problems(registry, "small"))
                .containsExactly(
                        "p.yaml:1:50: mask policy 'small' uses criterion 'magnitude', but no criterion 'magnitude'. Installed: gradient, random.");
        assertThat(problems(registry, "odd"))
                .containsExactly(
                        "p.yaml:1:50: mask policy 'odd' uses mask policy 'shrink', but no mask policy 'shrink'. Installed: odd, prune, rigl, small.");
    }

    @Test
    void mistakesInWhatUsersWriteAreTheirsAndMistakesInPresetsAreNot() {
        var registry = Sample.withMagnitude()
                .offer("acme", new Preset(MaskPolicy.class, "wrong", "", "{ prune: { criterion: random, target: 7 } }"))
                .offer("acme", new Preset(MaskPolicy.class, "broken", "", "[ prune ]"));

        assertThat(problems(registry, "{ two-of-four: { critrion: random, target: 2 } }"))
                .containsExactly(
                        "p.yaml:1:67: mask policy 'two-of-four' has no option 'critrion'. Did you mean 'criterion'? Options: criterion, distribution, target.",
                        "p.yaml:1:93: keep must be between 0 and 1 but was 2");
        assertThat(problems(registry, "wrong"))
                .containsExactly(
                        "p.yaml:1:50: the preset mask policy 'wrong' is wrong: keep must be between 0 and 1 but was 7");
        assertThat(problems(registry, "broken"))
                .containsExactly(
                        "p.yaml:1:50: the preset mask policy 'broken' is wrong: it must be a mask policy, written 'name' or '{name: {options}}', but was a list");
    }

    private static String file(String policy) {
        return "{ model: lenet-5, pipeline: [ { prune: { policy: %s } } ] }".formatted(policy);
    }

    private static Ranked policy(FakeRegistry registry, String policy) {
        var file = new ConfigReader(registry)
                .read(new Source("p.yaml", file(policy)), List.of(), Sample.File.class)
                .value();
        return (Ranked) ((Prune) file.pipeline().get(0)).policy();
    }

    private static List<String> problems(FakeRegistry registry, String policy) {
        var reader = new ConfigReader(registry);
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> reader.read(new Source("p.yaml", file(policy)), List.of(), Sample.File.class))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }
}
