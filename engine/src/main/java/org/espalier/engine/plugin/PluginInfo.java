package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

import org.espalier.api.plugin.Descriptor;

/**
 * A plugin that was found, and where.
 *
 * @param descriptor who it says it is
 * @param origin the jar it came from as users know it, such as {@code plugins/acme.jar}; {@code core} for the engine's
 *     own components
 * @param sha256 checksum of its jar in hexadecimal; when its bundle is a directory, of the content of all jars in it, in
 *     the order of their names; empty for the engine's own
 */
public record PluginInfo(Descriptor descriptor, String origin, String sha256) {
    public PluginInfo {
        requireNonNull(descriptor, "descriptor is null");
        requireNonNull(origin, "origin is null");
        requireNonNull(sha256, "sha256 is null");
    }

    /** Returns the plugin's name. */
    public String name() {
        return descriptor.name();
    }
}
