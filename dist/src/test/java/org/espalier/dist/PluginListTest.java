package org.espalier.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;
import org.espalier.engine.plugin.Offer;
import org.espalier.engine.plugin.PluginInfo;
import org.espalier.engine.plugin.PluginProblem;
import org.junit.jupiter.api.Test;

final class PluginListTest {
    private static final PluginInfo CORE = new PluginInfo(new Descriptor("core", "0.1.0", "1.0"), "core", "");
    private static final PluginInfo ACME = new PluginInfo(
            new Descriptor("acme", "1.2.0", "1.0"),
            "plugins/acme.jar",
            "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");

    private static final FakeRegistry REGISTRY = new FakeRegistry(
            List.of(CORE, ACME),
            List.of(
                    new Offer.Component(
                            CORE, Provider.of(Schedule.class, "steady", "the same all along", Steady.class)),
                    new Offer.Component(ACME, Provider.of(Criterion.class, "wanda", "|w| by input norm", Wanda.class)),
                    new Offer.Composition(
                            ACME, new Preset(Schedule.class, "half", "half way", "{ steady: { at: 0.5 } }"))),
            List.of(new PluginProblem(
                    "plugins/broken.jar", "", "plugins/broken.jar: not a zip file. Get a whole copy of it.")));

    @Test
    void listsPluginsWithWhatTheyOfferAndThoseThatFailed() {
        assertThat(PluginList.text(REGISTRY)).isEqualTo("""
            core 0.1.0 (built in)
              schedule   steady  the same all along

            acme 1.2.0 (plugins/acme.jar, sha256 5f70bf18a086)
              schedule   half    preset: half way
              criterion  wanda   |w| by input norm

            2 plugins, 3 names, SPI 1.0.

            Could not be loaded:
              plugins/broken.jar: not a zip file. Get a whole copy of it.
            """);
    }

    @Test
    void saysHowNamesakesAreWritten() {
        var other = new PluginInfo(new Descriptor("zoo", "1.0.0", "1.0"), "plugins/zoo.jar", "");
        var registry = new FakeRegistry(
                List.of(CORE, ACME, other),
                List.of(
                        new Offer.Component(CORE, Provider.of(Schedule.class, "steady", "the core's", Steady.class)),
                        new Offer.Component(ACME, Provider.of(Schedule.class, "steady", "another", Steady.class)),
                        new Offer.Component(ACME, Provider.of(Criterion.class, "wanda", "one", Wanda.class)),
                        new Offer.Component(other, Provider.of(Criterion.class, "wanda", "two", Wanda.class))),
                List.of());
        assertThat(PluginList.text(registry))
                .contains(
                        "the core's ('steady' alone is this one, though acme offers that name too)\n",
                        "another (write acme/steady: 'steady' alone is core's)\n",
                        "one (write acme/wanda: zoo offers that name too)\n",
                        "two (write zoo/wanda: acme offers that name too)\n");
    }

    @Test
    void describesEveryOption() {
        assertThat(PluginDescription.text(REGISTRY, "steady")).isEqualTo("""
            schedule core/steady
              the same all along
              from core 0.1.0 (built in)

              at: a number, between 0 and 1; required
                where it stays

              loud: true or false; default false
                whether it is said aloud
            """);
    }

    @Test
    void describesAPresetByWhatItStandsFor() {
        assertThat(PluginDescription.text(REGISTRY, "acme/half")).isEqualTo("""
            schedule acme/half
              half way
              from acme 1.2.0 (plugins/acme.jar, sha256 5f70bf18a086)
              stands for
                { steady: { at: 0.5 } }
            """);
    }

    @Test
    void describesAllOfAPlugin() {
        assertThat(PluginDescription.text(REGISTRY, "acme"))
                .contains("criterion acme/wanda\n", "has no options", "schedule acme/half\n");
    }

    @Test
    void saysWhatWasMeantWhereNothingHasTheName() {
        assertThatThrownBy(() -> PluginDescription.text(REGISTRY, "wonda"))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "no component, preset, plugin or seam 'wonda'. Did you mean 'wanda'? 'espalier plugins list'"
                                + " shows what there is.");
    }

    record Steady(
            @Knob("where it stays") @DecimalMin("0") @DecimalMax("1")
            double at,

            @Knob(value = "whether it is said aloud", otherwise = "false")
            boolean loud)
            implements Schedule {
        @Override
        public double at(Progress progress) {
            return at;
        }
    }

    record Wanda() implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            throw new UnsupportedOperationException();
        }
    }
}
