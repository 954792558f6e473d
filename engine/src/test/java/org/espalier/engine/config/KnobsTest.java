package org.espalier.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.espalier.api.plugin.Knob;
import org.junit.jupiter.api.Test;

/** Options as documentation shows them. */
final class KnobsTest {
    @Test
    void tellsNameHelpDefaultTypeAndBounds() {
        assertThat(Knobs.of(Sample.Mlp.class))
                .containsExactly(
                        new KnobInfo(
                                "layers",
                                "units of each layer",
                                "",
                                true,
                                "a list, each a whole number",
                                "of size at least 2; each above 0"),
                        new KnobInfo(
                                "dropout",
                                "share of units dropped in training",
                                "0",
                                false,
                                "a number",
                                "at least 0 and below 1"));
        assertThat(Knobs.of(Sample.Rigl.class))
                .extracting(KnobInfo::type)
                .containsExactly("a number", "a criterion", "a criterion", "one of zero, kept-as-is");
        assertThat(Knobs.of(Sample.Ranked.class))
                .extracting(KnobInfo::type)
                .containsExactly("a criterion", "a distribution", "a mapping with keep, of");
        assertThat(Knobs.of(Sample.PerLayer.class).get(0))
                .extracting(KnobInfo::type, KnobInfo::bounds)
                .containsExactly("a mapping, each value a number", "each between 0 and 1");
        assertThat(Knobs.of(Sample.Repeat.class))
                .extracting(KnobInfo::name, KnobInfo::bounds)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("times", "between 1 and 1000"),
                        org.assertj.core.api.Assertions.tuple("do", ""));
    }

    @Test
    void namesAreInKebabCase() {
        assertThat(Option.name("learningRate")).isEqualTo("learning-rate");
        assertThat(Option.name("l1Norm")).isEqualTo("l1-norm");
        assertThat(Option.name("with_")).isEqualTo("with");
        assertThat(Option.name("of")).isEqualTo("of");
    }

    record Odd(@Knob("a type that no file can express") Optional<String> maybe) {}

    @Test
    void typesThatNoFileCanExpressAreRefused() {
        assertThatThrownBy(() -> Knobs.of(Odd.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option 'maybe': a pipeline file cannot express values of the type java.util.Optional");
    }
}
