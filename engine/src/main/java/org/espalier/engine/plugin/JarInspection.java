package org.espalier.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Says what is wrong with a jar before any class of it is loaded. */
final class JarInspection {
    private static final String ZIP_ENTRY_BEGINS = "PK\u0003\u0004";

    private JarInspection() {}

    /** Returns what is wrong with a jar, as sentences that follow its name; empty when it can be loaded from. */
    static List<String> faults(Path jar) {
        if (!Files.exists(jar)) {
            return List.of("is a link to a file that does not exist. Mend or remove the link.");
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.size() == 0
                    ? List.of("is an empty jar: there are no files in it. Download or build it again.")
                    : sharedPackages(zip);
        } catch (ZipException e) {
            return List.of(notAZip(jar));
        } catch (IOException e) {
            return List.of("cannot be read: " + Faults.describe(e) + ".");
        }
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
