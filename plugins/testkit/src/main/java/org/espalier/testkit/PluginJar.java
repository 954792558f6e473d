package org.espalier.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.espalier.api.plugin.Plugin;

/**
 * Makes a plugin's jar on the spot, from source text or from classes that are loaded already. Broken jars are made the
 * same way: leave out the service file, compile against something else, add what should not be there.
 *
 * <pre>{@code
 * new PluginJar()
 *         .source("acme.AcmePlugin", "package acme; public final class AcmePlugin implements ...")
 *         .service("acme.AcmePlugin")
 *         .writeTo(plugins.resolve("acme.jar"));
 * }</pre>
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class PluginJar {
    private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private List<Path> classPath = ownClassPath();

    /** Adds a class, to be compiled. */
    public PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Names plugin classes in the file by which the engine finds them. */
    public PluginJar service(String... classNames) {
        return entry(SERVICE, String.join("\n", classNames).getBytes(UTF_8));
    }

    /** Adds any file. */
    public PluginJar entry(String path, byte[] content) {
        entries.put(path, content.clone());
        return this;
    }

    /** Compiles against these jars alone, not against what this test runs with. */
    public PluginJar against(List<Path> jars) {
        classPath = List.copyOf(jars);
        return this;
    }

    /** Adds everything that lies where a class was loaded from: a module's folder of classes, or a jar. */
    public PluginJar packing(Class<?> type) {
        Path origin = origin(type);
        try {
            if (Files.isDirectory(origin)) {
                packing(origin);
                return this;
            }
            try (FileSystem jar = FileSystems.newFileSystem(origin)) {
                packing(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Returns the names of the files that are in the jar so far, without those that are still to be compiled. */
    public List<String> entries() {
        return List.copyOf(entries.keySet());
    }

    /** Returns one of {@link #entries()}. */
    byte[] content(String entry) {
        return requireNonNull(entries.get(entry), () -> "no entry " + entry).clone();
    }

    /**
     * Compiles, and writes the jar. The same content gives the same bytes.
     *
     * @return {@code jar}
     * @throws IllegalArgumentException when a source does not compile; with what the compiler says
     */
    public Path writeTo(Path jar) {
        try {
            var content = new TreeMap<>(entries);
            content.putAll(compiled());
            try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                for (var file : content.entrySet()) {
                    var entry = new ZipEntry(file.getKey());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private Map<String, byte[]> compiled() throws IOException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        Path work = Files.createTempDirectory("plugin");
        try {
            var files = new ArrayList<Path>();
            for (var source : sources.entrySet()) {
                Path file = work.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
                Files.createDirectories(file.getParent());
                files.add(Files.writeString(file, source.getValue()));
            }
            Path classes = Files.createDirectories(work.resolve("classes"));
            compile(files, classes);
            return new PluginJar().packing(classes).entries;
        } finally {
            delete(work);
        }
    }

    private void compile(List<Path> files, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of("-proc:none", "--release", "17", "-classpath", path, "-d", classes.toString());
        try (var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            boolean good = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!good) {
                throw new IllegalArgumentException("the source does not compile:\n" + messages);
            }
        }
    }

    private PluginJar packing(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                entries.put(name, Files.readAllBytes(file));
            }
        }
        return this;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
