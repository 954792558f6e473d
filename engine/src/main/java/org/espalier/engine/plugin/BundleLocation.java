package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * An entry of a plugin directory that nobody has looked into yet.
 *
 * @param path a jar, a directory of jars, or what somebody takes for one
 * @param origin what users call it, such as {@code plugins/acme.jar}
 */
record BundleLocation(Path path, String origin) {
    BundleLocation {
        requireNonNull(path, "path is null");
        requireNonNull(origin, "origin is null");
    }
}
