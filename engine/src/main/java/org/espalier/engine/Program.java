package org.espalier.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.data.Fingerprint;

/**
 * The content of this program, as far as results follow from it: every file of the jars of engine and API, by name and bytes, but for
 * what the build adds ({@code META-INF/MANIFEST.MF}, {@code META-INF/maven}).
 */
final class Program {
    private static final String ADDED = "META-INF/(MANIFEST\\.MF|maven/.*)|\\..*";

    private static final List<String> LIBRARIES =
            List.of("org.nd4j/nd4j-native", "org.bytedeco/openblas", "org.bytedeco/dnnl");

    private Program() {}

    /** Returns the checksum of the content, in hexadecimal. */
    static String sha256() {
        return Content.SHA256;
    }

    /** Read once, when it is first asked for: what runs stays what it is. */
    private static final class Content {
        static final String SHA256 = sha256();

        private static String sha256() {
            var content = new Fingerprint();
            for (Class<?> each : List.of(Spi.class, Engine.class)) {
                try {
                    add(code(each), content);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read the program itself: " + e, e);
                }
            }
            return content.hex();
        }
    }

    /** Returns the versions of the native libraries that compute, as their jars say. */
    static String libraries() {
        return LIBRARIES.stream()
                .map(library -> library.substring(library.indexOf('/') + 1) + " " + version(library))
                .collect(Collectors.joining(", "));
    }

    private static String version(String library) {
        try (InputStream in =
                Program.class.getClassLoader().getResourceAsStream("META-INF/maven/" + library + "/pom.properties")) {
            var properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of " + library + ": " + e, e);
        }
    }

    private static Path code(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException(type + " does not tell where it was loaded from");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds the content of a jar or of a folder of classes. */
    static void add(Path code, Fingerprint content) throws IOException {
        if (Files.isDirectory(code)) {
            addFolder(code, content);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(code)) {
            addFolder(jar.getPath("/"), content);
        }
    }

    private static void addFolder(Path root, Fingerprint content) throws IOException {
        try (Stream<Path> inside = Files.walk(root)) {
            List<Path> files = inside.filter(Files::isRegularFile)
                    .filter(file -> !name(root, file).matches(ADDED))
                    .sorted(Comparator.comparing(file -> name(root, file)))
                    .toList();
            for (Path file : files) {
                content.add(name(root, file)).add(Files.readAllBytes(file));
            }
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
