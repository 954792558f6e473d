package org.espalier.engine.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one bundle. Shared packages come only from the engine's loader, everything else only from the
 * bundle and the Java platform: what the engine itself is built with is invisible, and two bundles may hold different
 * versions of the same library.
 */
final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader engine;

    PluginClassLoader(String origin, URL[] jars, ClassLoader engine) {
        super(origin, jars, ClassLoader.getPlatformClassLoader());
        this.engine = engine;
    }

    /** Runs a piece of a plugin's code with this loader as the thread's context class loader. */
    <T> T call(Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return SharedPackages.containClass(name) ? engine.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return SharedPackages.containResource(name) ? engine.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return SharedPackages.containResource(name) ? engine.getResources(name) : super.getResources(name);
    }

    /** Returns a list of services that stands in this bundle. */
    Enumeration<URL> ownResources(String name) {
        try {
            return findResources(name);
        } catch (IOException e) {
            return Collections.emptyEnumeration();
        }
    }

    @Override
    public String toString() {
        return "PluginClassLoader(" + getName() + ")";
    }
}
