package org.espalier.engine.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import jakarta.validation.Constraint;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apiguardian.api.API;
import org.espalier.api.plugin.Plugin;
import org.jspecify.annotations.NullMarked;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Builds a plugin's jar from source text, as its author would: compiled against the API and what the API shares, never
 * against the engine. The same content gives the same bytes.
 */
public final class PluginJar {
    /** What every plugin is compiled against. */
    private static final List<Path> API = Stream.of(
                    Plugin.class, INDArray.class, NullMarked.class, API.class, Constraint.class)
            .map(PluginJar::location)
            .toList();

    private final Map<String, String> sources = new TreeMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<Path> classPath = new ArrayList<>(API);

    /** Adds a source file. */
    public PluginJar source(String className, String text) {
        sources.put(className, text);
        return this;
    }

    /** Names plugin classes in the file that the engine looks for. */
    public PluginJar service(String... classNames) {
        return file("META-INF/services/" + Plugin.class.getName(), String.join("\n", classNames));
    }

    /** Adds a file of text. */
    public PluginJar file(String path, String text) {
        return file(path, text.getBytes(UTF_8));
    }

    /** Adds a file. */
    public PluginJar file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** Compiles against a further jar, whose classes do not go into this one. */
    public PluginJar against(Path jar) {
        classPath.add(jar);
        return this;
    }

    /** Compiles the sources; returns class files by their path. */
    public Map<String, byte[]> compile() {
        Map<String, byte[]> classes = new TreeMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none",
                "-implicit:none",
                "-g:none",
                "--release",
                "17",
                "-classpath",
                classPath.stream().map(Path::toString).collect(joining(File.pathSeparator)));
        StringWriter messages = new StringWriter();
        try (JavaFileManager standard = compiler.getStandardFileManager(null, null, UTF_8);
                JavaFileManager memory = new Memory(standard, classes)) {
            List<Source> units = sources.entrySet().stream()
                    .map(source -> new Source(source.getKey(), source.getValue()))
                    .toList();
            if (!compiler.getTask(messages, memory, null, options, null, units).call()) {
                throw new IllegalArgumentException("the plugin's source does not compile:\n" + messages);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }

    /** Writes the jar, and the directory for it where there is none; returns where it is. */
    public Path writeTo(Path jar) {
        Map<String, byte[]> content = new TreeMap<>(files);
        compile().forEach(content::putIfAbsent);
        try {
            Files.createDirectories(jar.getParent());
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
                for (Map.Entry<String, byte[]> file : content.entrySet()) {
                    ZipEntry entry = new ZipEntry(file.getKey());
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(file.getValue());
                    zip.closeEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps compiled classes instead of writing them to files. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Memory(JavaFileManager standard, Map<String, byte[]> classes) {
            super(standard);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            String path = className.replace('.', '/') + kind.extension;
            return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(path, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
