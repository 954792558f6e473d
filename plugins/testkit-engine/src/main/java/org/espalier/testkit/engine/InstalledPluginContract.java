package org.espalier.testkit.engine;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.config.KnobInfo;
import org.espalier.engine.config.Knobs;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.plugin.PluginLoader;
import org.espalier.engine.plugin.Registry;
import org.espalier.testkit.PluginContract;
import org.espalier.testkit.PluginJar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that a {@link Plugin} loads from its jar, and that its defaults and presets make components. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface InstalledPluginContract extends PluginContract {
    /**
     * Returns other plugins whose components this one's defaults and presets name.
     *
     * @return none by default: those of the engine are always there
     */
    default List<Plugin> pluginNeeds() {
        return List.of();
    }

    /** A component whose options all have defaults is made by its name alone. */
    @Test
    default void pluginDefaultsAreValid(@TempDir Path plugins) {
        Registry registry = registry(plugins);
        for (Provider<?> provider : plugin().providers()) {
            if (Knobs.of(provider.config()).stream().noneMatch(KnobInfo::required)) {
                Object made = Configured.component(registry, provider.spi(), qualified(provider.name()));
                assertThat(made).as("'%s' with its defaults", provider.name()).isInstanceOf(provider.spi());
            }
        }
    }

    /** Presets stand for components that exist, with options that they have. */
    @Test
    default void pluginPresetsAreValid(@TempDir Path plugins) {
        Registry registry = registry(plugins);
        for (Preset preset : plugin().presets()) {
            Object made = Configured.component(registry, preset.spi(), qualified(preset.name()));
            assertThat(made).as("preset '%s'", preset.name()).isInstanceOf(preset.spi());
        }
    }

    /** Packed into a jar it is found and loaded by itself, without the class path of this test. */
    @Test
    default void pluginLoadsInIsolation(@TempDir Path plugins) {
        packed(plugins);
        Registry registry = PluginLoader.load(List.of(plugins), List.of(), List.of());
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.plugins()).extracting(info -> info.descriptor()).contains(plugin().descriptor());
        for (Provider<?> provider : plugin().providers()) {
            assertThat(registry.offers(provider.spi()))
                    .extracting(offer -> offer.name())
                    .contains(provider.name());
        }
    }

    /** The engine's own components, those of the plugin's jar, and those of the plugins it needs. */
    private Registry registry(Path plugins) {
        packed(plugins);
        for (Plugin needed : pluginNeeds()) {
            new PluginJar()
                    .packing(needed.getClass())
                    .writeTo(plugins.resolve(needed.descriptor().name() + ".jar"));
        }
        var directory = PluginDirectory.optional(plugins);
        return Engine.create(new EngineOptions(List.of(directory), plugins)).registry();
    }

    private void packed(Path plugins) {
        assertThat(plugins).isEmptyDirectory();
        new PluginJar().packing(plugin().getClass()).writeTo(plugins.resolve("plugin-under-test.jar"));
    }

    private String qualified(String name) {
        return plugin().descriptor().name() + "/" + name;
    }
}
