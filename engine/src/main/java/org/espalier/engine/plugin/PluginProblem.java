package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

/**
 * Why a bundle, or a plugin in it, could not be loaded.
 *
 * @param origin the jar or bundle as users know it, such as {@code plugins/acme.jar}
 * @param plugin the plugin's name; empty when not even that could be read
 * @param message what is wrong and what to do, beginning with the origin
 */
public record PluginProblem(String origin, String plugin, String message) {
    public PluginProblem {
        requireNonNull(origin, "origin is null");
        requireNonNull(plugin, "plugin is null");
        requireNonNull(message, "message is null");
    }

    /** Returns a problem from what is wrong, said without the origin. */
    static PluginProblem of(String origin, String plugin, String fault) {
        return new PluginProblem(origin, plugin, origin + ": " + fault);
    }
}
