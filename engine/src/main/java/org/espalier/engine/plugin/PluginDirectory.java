package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A directory whose entries are bundles: single jars, and directories of jars that belong together.
 *
 * @param path where it is
 * @param label what users call it; the origin of a jar in it is {@code label/acme.jar}
 * @param required whether it is an error when it does not exist: so for those that a user named, not for defaults
 */
public record PluginDirectory(Path path, String label, boolean required) {
    public PluginDirectory {
        requireNonNull(path, "path is null");
        requireNonNull(label, "label is null");
    }

    /** Returns a directory that is looked into when it exists. */
    public static PluginDirectory optional(Path path) {
        return new PluginDirectory(path, label(path), false);
    }

    /** Returns a directory that the user named, called as the user wrote it. */
    public static PluginDirectory named(Path path) {
        return new PluginDirectory(path, slashes(path), true);
    }

    /** Below the working directory the way from there is what users see; anywhere else only the path is clear. */
    private static String label(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return slashes(there.startsWith(here) && !there.equals(here) ? here.relativize(there) : path);
    }

    /** The same message on every system. */
    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
