package org.espalier.engine.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import org.espalier.api.plugin.Plugin;

/** Makes the plugins that a bundle lists, and says why one could not be made, whatever its code throws. */
final class Discovery {
    static final String SERVICE_FILE = "META-INF/services/" + Plugin.class.getName();

    /** More would be a mistake, or made to exhaust memory and time. */
    private static final int MOST_CLASSES = 100;

    private final PluginBundle bundle;
    private final PluginClassLoader loader;
    private final List<Plugin> plugins = new ArrayList<>();
    private final Set<String> faults = new LinkedHashSet<>();

    private Discovery(PluginBundle bundle, PluginClassLoader loader) {
        this.bundle = bundle;
        this.loader = loader;
    }

    /** Makes every plugin of a bundle that can be made. */
    static Discovery of(PluginBundle bundle, PluginClassLoader loader) {
        Discovery discovery = new Discovery(bundle, loader);
        discovery.run();
        return discovery;
    }

    /** Returns the plugins that could be made. */
    List<Plugin> plugins() {
        return List.copyOf(plugins);
    }

    /** Returns why others could not, as sentences that follow the bundle's name. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private void run() {
        List<URL> files = Collections.list(loader.ownResources(SERVICE_FILE));
        if (files.isEmpty()) {
            faults.add("no plugin in it: it has no " + SERVICE_FILE
                    + ". If it is a library, put it into a directory together with the plugin that needs it.");
            return;
        }
        List<String> names = new ArrayList<>();
        try {
            for (URL file : files) {
                names.addAll(names(file));
            }
        } catch (IOException e) {
            faults.add("cannot be loaded from: its " + SERVICE_FILE + " cannot be read: " + Faults.describe(e)
                    + ". Download or build it again.");
            return;
        }
        if (names.isEmpty()) {
            faults.add("no plugin in it: its " + SERVICE_FILE
                    + " names no class. Its author must name the plugin's class there.");
            return;
        }
        if (names.size() > MOST_CLASSES) {
            faults.add("names " + names.size() + " classes in its " + SERVICE_FILE + ", more than the " + MOST_CLASSES
                    + " that a jar may. Its author must name the plugin's class alone.");
            return;
        }
        Spliterator<ServiceLoader.Provider<Plugin>> steps = loader.call(
                () -> ServiceLoader.load(Plugin.class, loader).stream().spliterator());
        // Classes are loaded step by step, so each step may fail, and the next may not. A step that fails has passed at
        // least one name by, unless the files themselves cannot be read.
        for (int failures = 0; failures <= names.size(); ) {
            try {
                if (!loader.call(() -> steps.tryAdvance(this::make))) {
                    return;
                }
            } catch (Throwable e) {
                failures++;
                explain(e, names);
            }
        }
    }

    private void make(ServiceLoader.Provider<Plugin> provider) {
        try {
            plugins.add(provider.get());
        } catch (Throwable e) {
            String name = provider.type().getName();
            faults.add(unfit(name).orElseGet(() -> Faults.explain(e, name, "could not be made", bundle)));
        }
    }

    /** The error's own text is for programmers; the classes themselves show what is wrong. */
    private void explain(Throwable thrown, List<String> names) {
        List<String> found =
                names.stream().flatMap(name -> unfit(name).stream()).toList();
        faults.addAll(found);
        if (found.isEmpty()) {
            faults.add(Faults.explain(thrown, SERVICE_FILE, "cannot be used", bundle));
        }
    }

    private Optional<String> unfit(String name) {
        try {
            return unfit(Class.forName(name, false, loader));
        } catch (ClassNotFoundException e) {
            String place = bundle.directory() ? "in its jars" : "in the jar";
            return Optional.of(
                    loader.findResource(name.replace('.', '/') + ".class") == null
                            ? SERVICE_FILE + " names '" + name + "', but there is no such class " + place
                                    + ". Get a complete one, or tell its author."
                            : name + " cannot be read: the jar is damaged. Download or build it again.");
        } catch (Throwable e) {
            return Optional.of(Faults.explain(e, name, "could not be loaded", bundle));
        }
    }

    private static Optional<String> unfit(Class<?> type) {
        if (!Plugin.class.isAssignableFrom(type)) {
            return Optional.of(SERVICE_FILE + " names '" + type.getName() + "', but that class does not implement "
                    + Plugin.class.getName() + ". Its author must correct the one or the other.");
        }
        return whyNotMade(type)
                .map(reason -> type.getName() + " cannot be made: " + reason
                        + ". A plugin's class is public and not abstract, with a public constructor without"
                        + " parameters; tell its author.");
    }

    private static Optional<String> whyNotMade(Class<?> type) {
        if (type.isInterface()) {
            return Optional.of("it is an interface");
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("it is abstract");
        }
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            return Optional.of("it is an inner class that is not static");
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            return Optional.of("it is not public");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            return Modifier.isPublic(constructor.getModifiers())
                    ? Optional.empty()
                    : Optional.of("its constructor without parameters is not public");
        } catch (NoSuchMethodException e) {
            return Optional.of("it has no constructor without parameters");
        }
    }

    /** Reads a list of services as the platform does: a name a line, with comments. */
    private static List<String> names(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        // A cached connection would keep the jar open behind the loader's back.
        connection.setUseCaches(false);
        return read(connection);
    }

    private static List<String> read(URLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            byte[] content = in.readNBytes(JarInspection.LARGEST_LIST + 1);
            if (content.length > JarInspection.LARGEST_LIST) {
                throw new IOException("it is longer than " + JarInspection.LARGEST_LIST + " bytes");
            }
            return new String(content, UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
