package org.espalier.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Says what is wrong with a jar before any class of it is loaded. */
final class JarInspection {
    private static final String ZIP_ENTRY_BEGINS = "PK\u0003\u0004";
    private static final String INDEX = "META-INF/INDEX.LIST";

    /** Bytes that a file may have once it is unpacked: no class of a compiler is larger by far, and no list of services. */
    private static final long LARGEST_CLASS = 16 << 20;

    static final int LARGEST_LIST = 64 << 10;
    private static final long LARGEST_MANIFEST = 4 << 20;

    private JarInspection() {}

    /** Returns what is wrong with a jar, as sentences that follow its name; empty when it can be loaded from. */
    static List<String> faults(Path jar) {
        if (!Files.exists(jar)) {
            return List.of("is a link to a file that does not exist. Mend or remove the link.");
        }
        if (!Files.isRegularFile(jar)) {
            return List.of("is neither a file nor a folder. Remove it from the plugins.");
        }
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ)) {
            return file.size() == 0
                    ? List.of("is an empty jar: there are no files in it. Download or build it again.")
                    : faults(file);
        } catch (ZipException e) {
            return List.of(notAZip(jar));
        } catch (IOException e) {
            return List.of("cannot be read: " + Faults.describe(e) + ".");
        } catch (RuntimeException e) {
            return List.of("is damaged: its list of files cannot be read (" + Faults.describe(e)
                    + "). Download or build it again.");
        }
    }

    private static List<String> faults(JarFile jar) throws IOException {
        List<String> faults = new ArrayList<>(sharedPackages(jar));
        jar.stream()
                .filter(JarInspection::isTooLarge)
                .limit(1)
                .forEach(entry -> faults.add("holds " + entry.getName() + " of " + entry.getSize()
                        + " bytes, more than such a file has. It is damaged or made to exhaust memory."));
        if (faults.isEmpty()) {
            faults.addAll(otherJars(jar));
        }
        return faults;
    }

    private static boolean isTooLarge(ZipEntry entry) {
        String name = entry.getName();
        return (name.endsWith(".class") && entry.getSize() > LARGEST_CLASS)
                || (name.equals(Discovery.SERVICE_FILE) && entry.getSize() > LARGEST_LIST)
                || (name.equalsIgnoreCase(JarFile.MANIFEST_NAME) && entry.getSize() > LARGEST_MANIFEST);
    }

    /** A jar may name others whose classes are loaded along; its checksum, by which a run is repeated, knows nothing of them. */
    private static List<String> otherJars(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        if (manifest != null && manifest.getMainAttributes().containsKey(Name.CLASS_PATH)) {
            return List.of("names other jars in its manifest (Class-Path: "
                    + manifest.getMainAttributes().getValue(Name.CLASS_PATH)
                    + "), which its checksum does not cover. Put all jars"
                    + " into a directory of their own, and have its author leave out the Class-Path.");
        }
        return jar.getEntry(INDEX) == null
                ? List.of()
                : List.of("has an index of jars (" + INDEX
                        + "), which its checksum does not cover. Remove that file from it.");
    }

    private static List<String> sharedPackages(ZipFile zip) {
        Map<String, String> examples = new LinkedHashMap<>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(entry -> entry.endsWith(".class"))
                .sorted()
                .forEach(entry -> SharedPackages.ofClass(className(entry))
                        .ifPresent(shared -> examples.putIfAbsent(shared, entry)));
        return examples.entrySet().stream()
                .map(shipped -> "ships " + shipped.getKey() + " (" + shipped.getValue()
                        + "), which every plugin shares with the engine. Take it out of the jar;"
                        + " in Maven, give that dependency the scope 'provided'.")
                .toList();
    }

    /** A jar may hold classes for certain versions of Java below a directory of their own. */
    private static String className(String entry) {
        return entry.replaceFirst("^META-INF/versions/\\d+/", "").replace('/', '.');
    }

    private static String notAZip(Path jar) {
        String head = head(jar);
        if (head.isEmpty()) {
            return "is an empty file. Download or build it again.";
        }
        if (head.startsWith(ZIP_ENTRY_BEGINS)) {
            return "is damaged: it begins as a jar does, but does not end as one. Download or build it again.";
        }
        if (head.startsWith("<")) {
            return "is not a jar: it looks like a web page that was saved under this name. Download it again.";
        }
        return "is not a jar: its content is not a zip file's. Download or build it again.";
    }

    private static String head(Path jar) {
        try (InputStream in = Files.newInputStream(jar)) {
            return new String(in.readNBytes(ZIP_ENTRY_BEGINS.length()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
