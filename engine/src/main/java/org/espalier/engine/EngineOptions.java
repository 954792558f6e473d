package org.espalier.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.espalier.engine.plugin.PluginDirectory;

/**
 * Where the engine finds plugins and what ships with it.
 *
 * @param pluginDirectories folders of bundles, searched in order
 * @param home the distribution's folder, where {@code examples} and {@code data} are looked up
 */
public record EngineOptions(List<PluginDirectory> pluginDirectories, Path home) {
    public EngineOptions {
        pluginDirectories = List.copyOf(pluginDirectories);
        requireNonNull(home, "home is null");
    }
}
