package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

import org.espalier.api.plugin.Preset;
import org.espalier.api.plugin.Provider;

/** A named component or preset, with the plugin that offers it. */
public sealed interface Offer {
    /** Returns who offers it. */
    PluginInfo plugin();

    /** Returns the seam that it fills. */
    Class<?> seam();

    /** Returns its bare name. */
    String name();

    /** Returns the line that says what it does. */
    String summary();

    /** Returns its name with its plugin's, which is always unique. */
    default String qualifiedName() {
        return plugin().descriptor().name() + "/" + name();
    }

    /** A component that is made from its configuration. */
    record Component(PluginInfo plugin, Provider<?> provider) implements Offer {
        public Component {
            requireNonNull(plugin, "plugin is null");
            requireNonNull(provider, "provider is null");
        }

        @Override
        public Class<?> seam() {
            return provider.spi();
        }

        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public String summary() {
            return provider.summary();
        }
    }

    /** A name for a composition. */
    record Composition(PluginInfo plugin, Preset preset) implements Offer {
        public Composition {
            requireNonNull(plugin, "plugin is null");
            requireNonNull(preset, "preset is null");
        }

        @Override
        public Class<?> seam() {
            return preset.spi();
        }

        @Override
        public String name() {
            return preset.name();
        }

        @Override
        public String summary() {
            return preset.summary();
        }
    }
}
