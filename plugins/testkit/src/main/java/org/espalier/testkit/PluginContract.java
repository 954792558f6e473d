package org.espalier.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toSet;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.config.KnobInfo;
import org.espalier.engine.config.Knobs;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.engine.plugin.PluginLoader;
import org.espalier.engine.plugin.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Plugin} keeps: it is packed into a jar as it stands, and loaded as the engine loads it. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface PluginContract {
    /** Returns the plugin under test; each call an equal one. */
    Plugin plugin();

    /** It is called something that users can write, and gives its version. */
    @Test
    default void pluginSaysWhoItIs() {
        assertThat(plugin().descriptor().name()).matches(Descriptor.LEGAL_NAME);
        assertThat(plugin().descriptor().version()).isNotBlank();
    }

    /** It carries the version of the SPI that it was compiled against, copied into one of its classes by the compiler. */
    @Test
    default void pluginCarriesTheVersionOfTheSpi() {
        assertThat(plugin().descriptor().spi()).isEqualTo(Spi.VERSION);
        PluginJar jar = new PluginJar().packing(plugin().getClass());
        assertThat(jar.entries())
                .filteredOn(entry -> entry.endsWith(".class"))
                .as("classes that hold Spi.VERSION's value and do not look it up")
                .anyMatch(entry -> new String(jar.content(entry), ISO_8859_1).contains(constant(Spi.VERSION)));
    }

    /** Components and presets have legal names, each once for its seam, a summary, and a seam that exists. */
    @Test
    default void pluginNamesWhatItOffers() {
        var names = new ArrayList<String>();
        for (Provider<?> provider : plugin().providers()) {
            assertThat(Spi.SEAMS).contains(provider.spi());
            assertThat(provider.name()).matches(Descriptor.LEGAL_NAME);
            assertThat(provider.summary())
                    .as("summary of '%s'", provider.name())
                    .isNotBlank();
            names.add(provider.spi().getSimpleName() + " " + provider.name());
        }
        for (Preset preset : plugin().presets()) {
            assertThat(Spi.SEAMS).contains(preset.spi());
            assertThat(preset.name()).matches(Descriptor.LEGAL_NAME);
            assertThat(preset.summary()).as("summary of '%s'", preset.name()).isNotBlank();
            names.add(preset.spi().getSimpleName() + " " + preset.name());
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
    }

    /** Every option says what it means, also those of records inside records. */
    @Test
    default void pluginExplainsEveryOption() {
        plugin().providers().forEach(provider -> explained(provider.config()));
    }

    /**
     * Returns other plugins whose components this one's defaults and presets name.
     *
     * @return none by default: those of the engine are always there
     */
    default List<Plugin> pluginNeeds() {
        return List.of();
    }

    /**
     * Returns whether the tests of its components lie in another module.
     *
     * @return {@code false}: they lie beside the class that implements this contract
     */
    default boolean pluginComponentsAreTestedElsewhere() {
        return false;
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

    /** Every component has a test beside this one that holds it to its seam's contract. */
    @Test
    default void pluginTestsEveryComponent() {
        if (pluginComponentsAreTestedElsewhere()) {
            return;
        }
        Set<String> tested = Contracts.componentsUnderTest(getClass()).stream()
                .map(Class::getName)
                .collect(toSet());
        assertThat(plugin().providers())
                .as("components without a test that implements their contract")
                .filteredOn(provider -> provider.spi().isAssignableFrom(provider.config()))
                .filteredOn(provider -> !tested.contains(provider.config().getName()))
                .extracting(Provider::name)
                .isEmpty();
    }

    /** Packed into a jar it is found and loaded by itself, without the class path of this test. */
    @Test
    default void pluginLoadsInIsolation(@TempDir Path plugins) throws IOException {
        Path jar = packed(plugins).writeTo(plugins.resolve("plugin-under-test.jar"));
        Registry registry = PluginLoader.load(List.of(plugins), List.of(), List.of());
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.plugins()).extracting(info -> info.descriptor()).contains(plugin().descriptor());
        for (Provider<?> provider : plugin().providers()) {
            assertThat(registry.offers(provider.spi()))
                    .extracting(offer -> offer.name())
                    .contains(provider.name());
        }
        assertThat(Files.size(jar)).isPositive();
    }

    /** The jar ships no class that every plugin gets from the engine. */
    @Test
    default void pluginShipsNothingShared(@TempDir Path plugins) {
        assertThat(packed(plugins).entries().stream()
                        .filter(entry -> entry.endsWith(".class"))
                        .map(entry -> entry.substring(0, Math.max(0, entry.lastIndexOf('/'))))
                        .collect(toSet()))
                .noneMatch(folder -> folder.startsWith("org/espalier/api")
                        || folder.startsWith("org/espalier/engine")
                        || folder.startsWith("org/nd4j")
                        || folder.startsWith("org/bytedeco")
                        || folder.startsWith("org/slf4j"));
    }

    /** The engine's own components, those of the plugin's jar, and those of the plugins it needs. */
    private Registry registry(Path plugins) {
        packed(plugins).writeTo(plugins.resolve("plugin-under-test.jar"));
        for (Plugin needed : pluginNeeds()) {
            new PluginJar()
                    .packing(needed.getClass())
                    .writeTo(plugins.resolve(needed.descriptor().name() + ".jar"));
        }
        var directory = PluginDirectory.optional(plugins);
        return Engine.create(new EngineOptions(List.of(directory), plugins)).registry();
    }

    private String qualified(String name) {
        return plugin().descriptor().name() + "/" + name;
    }

    /** A text in a class file: its tag, its length in two bytes, and itself. */
    private static String constant(String text) {
        return "\1\0" + (char) text.length() + text;
    }

    private PluginJar packed(Path plugins) {
        assertThat(plugins).isEmptyDirectory();
        PluginJar jar = new PluginJar().packing(plugin().getClass());
        assertThat(jar.entries())
                .as("the service file by which the engine finds the plugin")
                .contains("META-INF/services/" + Plugin.class.getName());
        return jar;
    }

    private static void explained(Class<?> config) {
        for (RecordComponent option : config.getRecordComponents()) {
            Knob knob = option.getAnnotation(Knob.class);
            assertThat(knob)
                    .as("@Knob on option '%s' of %s", option.getName(), config.getSimpleName())
                    .isNotNull();
            assertThat(knob.value()).isNotBlank();
            if (option.getType().isRecord()) {
                explained(option.getType());
            }
        }
    }
}
