package org.espalier.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.data.DataException;
import org.espalier.api.data.DataSource;
import org.espalier.engine.text.Shown;

/** Folders that data sets lie in. */
final class Folders {
    private static final int LISTED = 8;

    private Folders() {}

    /**
     * Finds a folder.
     *
     * @param hint where the data are to be had, for the message when there is no such folder
     */
    static Path find(DataSource.Locator locator, String folder, String hint) {
        Path path;
        try {
            path = locator.find(folder);
        } catch (DataException e) {
            String message = String.valueOf(e.getMessage());
            throw new DataException(message + (message.endsWith(".") ? " " : ". ") + hint, e);
        }
        if (!Files.isDirectory(path)) {
            throw new DataException(
                    path + ": expected a folder, found " + (Files.exists(path) ? "a file" : "nothing") + ". " + hint);
        }
        return path;
    }

    /** Says what a folder holds: the first names in alphabetical order. */
    static String listing(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                return "an empty folder";
            }
            return Shown.first(names, ", ", LISTED);
        } catch (IOException e) {
            throw DataFile.unreadable(folder, e);
        }
    }
}
