package org.espalier.engine.plugin;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Jars that one class loader reads: a single jar, or those of a directory.
 *
 * @param origin what users call it, such as {@code plugins/acme.jar}
 * @param jars its jars, sorted by name
 * @param directory whether it is a directory of jars
 * @param sha256 checksum of the jar; for a directory, of the content of all its jars in order
 */
record PluginBundle(String origin, List<Jar> jars, boolean directory, String sha256) {
    /** One jar of a bundle, and what users call it. */
    record Jar(URL url, String origin) {}

    PluginBundle {
        requireNonNull(origin, "origin is null");
        jars = List.copyOf(jars);
        requireNonNull(sha256, "sha256 is null");
    }

    /**
     * Looks into an entry of a plugin directory.
     *
     * @throws RefusedException when it is no jar or directory of jars, or a jar in it cannot be loaded from
     */
    static PluginBundle open(BundleLocation location) throws RefusedException {
        try {
            boolean directory = Files.isDirectory(location.path());
            List<BundleLocation> jars = directory ? jarsIn(location) : List.of(location);
            check(location, jars);
            List<Jar> readable = new ArrayList<>();
            for (BundleLocation jar : jars) {
                readable.add(new Jar(url(jar.path()), jar.origin()));
            }
            return new PluginBundle(location.origin(), readable, directory, sha256(jars));
        } catch (IOException e) {
            throw refuse(location.origin(), "cannot be read: " + Faults.describe(e) + ".");
        }
    }

    /** Returns a loader of these jars. */
    PluginClassLoader loader(ClassLoader engine) {
        return new PluginClassLoader(origin, jars.stream().map(Jar::url).toArray(URL[]::new), engine);
    }

    /** Returns what users call the jar that a class was loaded from. */
    String originOf(Class<?> loaded) {
        CodeSource source = loaded.getProtectionDomain().getCodeSource();
        return jars.stream()
                .filter(jar -> source != null
                        && source.getLocation().toString().equals(jar.url().toString()))
                .map(Jar::origin)
                .findFirst()
                .orElse(origin);
    }

    private static List<BundleLocation> jarsIn(BundleLocation location) throws IOException {
        return BundleFinder.visible(location.path()).stream()
                .filter(path -> path.toString().endsWith(".jar"))
                .map(path -> new BundleLocation(path, location.origin() + "/" + path.getFileName()))
                .toList();
    }

    private static void check(BundleLocation location, List<BundleLocation> jars) throws RefusedException {
        if (jars.isEmpty()) {
            throw refuse(
                    location.origin(),
                    "is a directory without jars. A plugin's jars lie in it directly, not in directories below it.");
        }
        if (!jars.get(0).origin().endsWith(".jar")) {
            throw refuse(
                    location.origin(),
                    "is neither a jar nor a directory of jars. Remove it from the plugins; if it is a jar, name it"
                            + " so.");
        }
        List<PluginProblem> problems = jars.stream()
                .flatMap(jar -> JarInspection.faults(jar.path()).stream()
                        .map(fault -> PluginProblem.of(jar.origin(), "", fault)))
                .toList();
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    private static RefusedException refuse(String origin, String fault) {
        return new RefusedException(List.of(PluginProblem.of(origin, "", fault)));
    }

    /** Java takes "!/" in a jar's address for the end of the jar's own name, so one in a folder's name is escaped. */
    private static URL url(Path jar) throws MalformedURLException {
        return new URL(jar.toUri().toString().replace("!", "%21"));
    }

    private static String sha256(List<BundleLocation> jars) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[1 << 16];
        for (BundleLocation jar : jars) {
            try (InputStream in = Files.newInputStream(jar.path())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
