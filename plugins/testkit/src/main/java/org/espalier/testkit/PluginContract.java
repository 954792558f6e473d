package org.espalier.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Plugin} keeps, as its classes and its jar show it. {@code InstalledPluginContract} of
 * {@code espalier-testkit-engine} adds that the engine loads it, and that its defaults and presets hold there.
 */
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

    /** Its jar names it in the service file by which the engine finds it. */
    @Test
    default void pluginIsListedAsAService() {
        PluginJar jar = new PluginJar().packing(plugin().getClass());
        String service = "META-INF/services/" + Plugin.class.getName();
        assertThat(jar.entries())
                .as("the service file by which the engine finds the plugin")
                .contains(service);
        assertThat(new String(jar.content(service), UTF_8).lines().map(String::strip))
                .as("lines of %s", service)
                .contains(plugin().getClass().getName());
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

    /** Every option says what it means and has a name that every YAML reads as a text, also those of records inside records. */
    @Test
    default void pluginExplainsEveryOption() {
        plugin().providers().forEach(provider -> explained(provider.config()));
    }

    /**
     * Returns whether the tests of its components lie in another module.
     *
     * @return {@code false}: they lie beside the class that implements this contract
     */
    default boolean pluginComponentsAreTestedElsewhere() {
        return false;
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

    /** The jar ships no class that every plugin gets from the engine. */
    @Test
    default void pluginShipsNothingShared() {
        assertThat(new PluginJar()
                        .packing(plugin().getClass()).entries().stream()
                                .filter(entry -> entry.endsWith(".class"))
                                .map(entry -> entry.substring(0, Math.max(0, entry.lastIndexOf('/'))))
                                .collect(toSet()))
                .noneMatch(folder -> folder.startsWith("org/espalier/api")
                        || folder.startsWith("org/espalier/engine")
                        || folder.startsWith("org/nd4j")
                        || folder.startsWith("org/bytedeco")
                        || folder.startsWith("org/slf4j"));
    }

    /** A text in a class file: its tag, its length in two bytes, and itself. */
    private static String constant(String text) {
        return "\1\0" + (char) text.length() + text;
    }

    private static void explained(Class<?> config) {
        for (RecordComponent option : config.getRecordComponents()) {
            Knob knob = option.getAnnotation(Knob.class);
            assertThat(knob)
                    .as("@Knob on option '%s' of %s", option.getName(), config.getSimpleName())
                    .isNotNull();
            assertThat(knob.value()).isNotBlank();
            assertThat(option.getName())
                    .as("a name that YAML 1.1 reads as a text")
                    .isNotIn("y", "n", "yes", "no", "on", "off");
            if (option.getType().isRecord()) {
                explained(option.getType());
            }
        }
    }
}
