package org.espalier.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.api.report.Metric;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking components up by name, and what users read when there is none. */
final class RegistryTest {
    @TempDir
    Path work;

    private Path plugins;

    @BeforeEach
    void makePluginDirectory() throws IOException {
        plugins = Files.createDirectory(work.resolve("plugins"));
    }

    @Test
    void findsByBareAndByQualifiedName() throws Exception {
        acme("acme");
        Registry registry = load();
        assertThat(registry.find(Criterion.class, "wanda").qualifiedName()).isEqualTo("acme/wanda");
        assertThat(registry.find(Criterion.class, "acme/wanda").qualifiedName()).isEqualTo("acme/wanda");
        assertThat(registry.find(Criterion.class, "random").qualifiedName()).isEqualTo("core/random");
        assertThat(registry.find(Criterion.class, "core/random").qualifiedName())
                .isEqualTo("core/random");
    }

    @Test
    void findsPresetsToo() throws Exception {
        Preset preset = new Preset(Criterion.class, "chance", "by lot", "{ random: { seed: 1 } }");
        Registry registry = PluginLoader.load(List.of(), List.of(random()), List.of(preset));
        assertThat(registry.find(Criterion.class, "chance"))
                .isEqualTo(new Offer.Composition(registry.plugins().get(0), preset));
    }

    @Test
    void coreCannotBeShadowed() throws Exception {
        offering("acme", "random");
        Registry registry = load();
        assertThat(registry.find(Criterion.class, "random").qualifiedName()).isEqualTo("core/random");
        assertThat(registry.find(Criterion.class, "acme/random").qualifiedName())
                .isEqualTo("acme/random");
    }

    @Test
    void clashIsNoErrorUntilTheBareNameIsUsed() throws Exception {
        acme("acme");
        new Acme().named("zoo", "1.0").jar().writeTo(plugins.resolve("zoo/zoo-1.0.jar"));
        Registry registry = load();
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.find(Criterion.class, "zoo/wanda").plugin().name()).isEqualTo("zoo");
        assertMessage("clash", registry, Criterion.class, "wanda");
    }

    @Test
    void misspelt() throws Exception {
        acme("acme");
        offering("magnitude", "magnitude");
        assertMessage("misspelt", load(), Criterion.class, "magnitud");
    }

    @Test
    void misspeltNameOfPlugin() throws Exception {
        acme("acme");
        assertMessage("misspelt-plugin", load(), Criterion.class, "acm/wanda");
    }

    @Test
    void misspeltNameThatTwoPluginsOffer() throws Exception {
        acme("acme");
        acme("zoo");
        assertMessage("misspelt-clash", load(), Criterion.class, "wandaa");
    }

    @Test
    void componentOfAnotherSeam() throws Exception {
        assertMessage("other-seam", load(), MaskPolicy.class, "random");
    }

    @Test
    void nothingInstalled() throws Exception {
        assertMessage("nothing-installed", load(), Metric.class, "accuracy");
    }

    @Test
    void pluginThatCouldNotBeLoaded() throws Exception {
        new Acme().builtFor("2.0").jar().writeTo(plugins.resolve("tools.jar"));
        assertMessage("plugin-broken", load(), Criterion.class, "acme/wanda");
    }

    @Test
    void pluginWhoseJarCannotEvenBeRead() throws Exception {
        Files.writeString(plugins.resolve("acme-1.2.0.jar"), "not a zip at all");
        assertMessage("plugin-unreadable", load(), Criterion.class, "acme/wanda");
    }

    @Test
    void bareNameMayBeInTheBrokenPlugin() throws Exception {
        new Acme().builtFor("2.0").jar().writeTo(plugins.resolve("acme.jar"));
        Registry registry = load();
        assertMessage("bare-and-one-broken", registry, Criterion.class, "wanda");
        assertThat(registry.find(Criterion.class, "random")).isNotNull();

        Files.createDirectory(plugins.resolve("beta"));
        assertMessage("bare-and-two-broken", load(), Criterion.class, "wanda");
    }

    @Test
    void listsPluginsSeamsAndOffersInOrder() {
        acme("zoo");
        acme("acme");
        Provider<?> tiny = Provider.of(Architecture.class, "tiny", "no layers", Tiny.class);
        Registry registry = PluginLoader.load(List.of(plugins), List.of(tiny, random()), List.of());
        assertThat(registry.plugins()).extracting(PluginInfo::name).containsExactly("core", "acme", "zoo");
        assertThat(registry.seams()).containsAll(Spi.SEAMS).contains(Architecture.class);
        assertThat(registry.offers(Criterion.class))
                .extracting(Offer::qualifiedName)
                .containsExactly("core/random", "acme/wanda", "zoo/wanda");
        assertThat(registry.offers(Architecture.class))
                .extracting(Offer::summary)
                .containsExactly("no layers");
        assertThat(registry.offers(Plugin.class)).isEmpty();
    }

    @Test
    void mistakesInTheCoreAreBugs() {
        Provider<?> bare = Provider.of(Criterion.class, "bare", "no knobs", Bare.class);
        assertThatThrownBy(() -> PluginLoader.load(List.of(), List.of(bare, random(), random()), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("component 'exponent'")
                .hasMessageContaining("criterion 'random' twice");
    }

    private Registry load() {
        return PluginLoader.load(
                List.of(new PluginDirectory(plugins, "plugins", false)),
                new CorePlugin(
                        List.of(random(), Provider.of(Criterion.class, "gradient", "slopes", Gradient.class)),
                        List.of()));
    }

    private void acme(String name) {
        new Acme().named(name, "1.2.0").jar().writeTo(plugins.resolve(name + ".jar"));
    }

    private void offering(String plugin, String criterion) {
        new Acme()
                .named(plugin, "1.0.0")
                .offering("Provider.of(Criterion.class, \"" + criterion + "\", \"summary\", Wanda.class)")
                .jar()
                .writeTo(plugins.resolve(plugin + ".jar"));
    }

    private static Provider<?> random() {
        return Provider.of(Criterion.class, "random", "by lot", Random.class);
    }

    private static void assertMessage(String golden, Registry registry, Class<?> seam, String name) throws IOException {
        UnknownComponentException unknown =
                catchThrowableOfType(UnknownComponentException.class, () -> registry.find(seam, name));
        Golden.assertMessage(golden, unknown.getMessage());
    }

    record Random(@Knob("where to begin") long seed) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return Tensors.none();
        }
    }

    record Gradient() implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return Tensors.none();
        }
    }

    record Bare(int exponent) implements Criterion {
        @Override
        public Tensors score(Scoring scoring) {
            return Tensors.none();
        }
    }

    record Tiny() implements Architecture {
        @Override
        public Graph build(List<Long> inputShape, int classes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Initializer initializer() {
            throw new UnsupportedOperationException();
        }
    }
}
