package org.espalier.engine.plugin;

import java.util.List;
import java.util.Optional;
import org.espalier.api.plugin.Plugin;

/**
 * The packages whose classes every plugin gets from the engine. Everything else is private to a bundle: a class is one or
 * the other, never whichever is found.
 *
 * <p>ND4J has to be shared, since one native library cannot be loaded by two class loaders; the others are what the SPI's
 * own signatures and annotations mention, and the logging that all write to.
 */
final class SharedPackages {
    static final List<String> NAMES = List.of(
            "org.espalier.api",
            "org.nd4j",
            "org.bytedeco",
            "org.slf4j",
            "org.jspecify",
            "org.apiguardian",
            "jakarta.validation");

    private static final String SERVICES = "META-INF/services/";
    private static final String PLUGIN_SERVICE = SERVICES + Plugin.class.getName();

    private SharedPackages() {}

    /** Returns whether a class comes from the engine. */
    static boolean containClass(String name) {
        return ofClass(name).isPresent();
    }

    /** Returns the shared package that a class lies in or below. */
    static Optional<String> ofClass(String name) {
        return NAMES.stream()
                .filter(shared -> name.startsWith(shared) && name.startsWith(".", shared.length()))
                .findFirst();
    }

    /**
     * Returns whether a resource comes from the engine: files in shared packages, and the lists of services that shared
     * packages define. ND4J finds its backend by such a list, through the loader of the thread that first touches it,
     * which may be at work in a plugin. The list of plugins is each bundle's own.
     */
    static boolean containResource(String path) {
        if (path.equals(PLUGIN_SERVICE)) {
            return false;
        }
        return path.startsWith(SERVICES)
                ? containClass(path.substring(SERVICES.length()))
                : containClass(path.replace('/', '.'));
    }
}
