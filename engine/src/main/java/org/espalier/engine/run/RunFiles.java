package org.espalier.engine.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.espalier.engine.file.WholeFile;
import org.espalier.engine.text.Shown;

/** The files that a run keeps in its directory by itself. */
public final class RunFiles {
    private static final Set<String> OWN = Set.of(
            RunDirectory.PIPELINE,
            RunDirectory.PROVENANCE,
            RunDirectory.METRICS,
            RunDirectory.MASKS,
            RunDirectory.LEDGER,
            RunDirectory.INITIAL_LEDGER,
            RunDirectory.CONFUSION,
            RunDirectory.REMARKS,
            RunDirectory.LOCK,
            Checkpoints.FOLDER,
            "report.html",
            "report.json",
            "report.txt",
            "weights-left.csv");

    /** The bytes that file systems give a name, without those that a file has behind it while it is written. */
    private static final int LONGEST_NAME = 255 - WholeFile.SUFFIX.length();

    private RunFiles() {}

    /**
     * Requires that a model may be written to a file.
     *
     * @param file as the user wrote it: absolute, or relative to the run's directory
     * @throws IllegalArgumentException when a name in it is too long, when it is one of the run's own, or a relative path
     *     out of its directory
     */
    public static void requireFree(String file) {
        Path path = Path.of(file).normalize();
        for (Path name : path) {
            int length = name.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > LONGEST_NAME) {
                throw new IllegalArgumentException("'" + Shown.cut(name.toString(), 40) + "' has " + length
                        + " bytes; the name of a file or folder has at most " + LONGEST_NAME);
            }
        }
        if (path.isAbsolute()) {
            return;
        }
        String first = path.getName(0).toString();
        if (first.equals("..")) {
            throw new IllegalArgumentException(
                    "'" + file + "' lies outside the run's directory. Write a path within it, or an absolute one");
        }
        if (first.isEmpty()) {
            throw new IllegalArgumentException("'" + file + "' is the run's directory itself. Name a file within it");
        }
        if (OWN.contains(first.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "the run keeps '" + first + "' itself, so a model cannot be written there. Name another file");
        }
    }
}
