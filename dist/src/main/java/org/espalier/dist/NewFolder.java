package org.espalier.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.engine.file.Reasons;

/** Writes a folder of files as a whole or not at all, and over nothing. */
final class NewFolder {
    private NewFolder() {}

    /**
     * Writes files into a folder, which must be empty if it is there.
     *
     * @param files texts by path
     * @throws UserException when there is something already
     */
    static void write(Path folder, Map<String, String> files) {
        Path target = folder.toAbsolutePath().normalize();
        if (Files.exists(target) && !isEmptyFolder(target)) {
            throw new UserException(
                    "'" + folder + "' is there already, and nothing is overwritten. --dir names another folder");
        }
        boolean there = Files.exists(target);
        String name = "." + target.getFileName() + "." + ProcessHandle.current().pid();
        Path staging = there ? target.resolve(name) : target.resolveSibling(name);
        try {
            Files.createDirectories(staging.getParent());
            Files.createDirectory(staging);
            try {
                writeAll(staging, files);
                if (there) {
                    moveInside(staging, target);
                } else {
                    Files.move(staging, target);
                }
            } finally {
                delete(staging);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + folder + "': " + Reasons.of(e, folder), e);
        }
    }

    private static boolean isEmptyFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + folder + "': " + Reasons.of(e, folder), e);
        }
    }

    private static void writeAll(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** An empty folder that is there stays the same folder: somebody may stand in it, and it may be on a disk of its own. */
    private static void moveInside(Path staging, Path target) throws IOException {
        var moved = new ArrayList<Path>();
        try {
            for (Path part : inside(staging)) {
                Path place = target.resolve(part.getFileName());
                Files.move(part, place);
                moved.add(place);
            }
        } catch (IOException e) {
            for (Path part : moved) {
                delete(part);
            }
            throw e;
        }
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
