package org.espalier.engine.plugin;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Lists the bundles that lie in plugin directories. */
final class BundleFinder {
    private BundleFinder() {}

    /**
     * Returns the entries of the directories, directory by directory, sorted by name. Hidden entries and notes for readers
     * ({@code .md}, {@code .txt}) are no bundles. A directory that is given twice is looked into once.
     *
     * @throws IllegalArgumentException when a required directory does not exist, or one is no directory or cannot be read;
     *     names all such directories
     */
    static List<BundleLocation> find(List<PluginDirectory> directories) {
        List<BundleLocation> found = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (PluginDirectory directory : directories) {
            Path path = directory.path();
            if (!Files.exists(path)) {
                if (directory.required()) {
                    faults.add("no plugin directory '" + directory.label() + "'. Create it, or name one that exists.");
                }
                continue;
            }
            if (!Files.isDirectory(path)) {
                faults.add("'" + directory.label()
                        + "' is a file, not a plugin directory. Name the directory that it lies in.");
                continue;
            }
            try {
                if (seen.add(path.toRealPath())) {
                    found.addAll(entries(directory));
                }
            } catch (IOException e) {
                faults.add("plugin directory '" + directory.label() + "' cannot be read: " + Faults.describe(e) + ".");
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return List.copyOf(found);
    }

    private static List<BundleLocation> entries(PluginDirectory directory) throws IOException {
        return visible(directory.path()).stream()
                .filter(path -> !path.toString().endsWith(".md"))
                .filter(path -> !path.toString().endsWith(".txt"))
                .map(path -> new BundleLocation(path, directory.label() + "/" + path.getFileName()))
                .toList();
    }

    /** Returns the entries of a directory that are not hidden, sorted by name. */
    static List<Path> visible(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted(comparing(path -> path.getFileName().toString()))
                    .toList();
        }
    }
}
