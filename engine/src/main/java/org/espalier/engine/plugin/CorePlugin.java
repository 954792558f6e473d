package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.espalier.api.plugin.Descriptor;
import org.espalier.api.plugin.Plugin;
import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;
import org.espalier.api.plugin.Spi;

/**
 * The engine's own components, as the plugin named {@code core}. Unlike others it may offer kinds that are no seam of the
 * SPI, such as architectures.
 *
 * @param providers its components
 * @param presets its names for compositions
 */
public record CorePlugin(List<Provider<?>> providers, List<Preset> presets) implements Plugin {
    /** The name under which the engine's own components are found, and which no other plugin may take. */
    public static final String NAME = "core";

    public CorePlugin {
        providers = List.copyOf(providers);
        presets = List.copyOf(presets);
    }

    @Override
    public Descriptor descriptor() {
        String packaged = CorePlugin.class.getPackage().getImplementationVersion();
        return new Descriptor(NAME, requireNonNullElse(packaged, "development"), Spi.VERSION);
    }
}
