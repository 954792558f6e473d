package org.espalier.engine.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.engine.data.Fingerprint;
import org.espalier.engine.file.Reasons;

/**
 * Facts about files that a pipeline names: where each was found ({@code found.NAME}), and what stages read in it
 * ({@code file.NAME}).
 */
public final class FileFacts {
    private static final String FOUND = "found.";
    private static final String CONTENT = "file.";

    private FileFacts() {}

    /** Adds where a file was found. */
    public static void found(Map<String, String> facts, String name, Path file) {
        facts.put(FOUND + name, file.toString());
    }

    /**
     * Adds what a file holds that a stage reads.
     *
     * @throws DataException when it cannot be read
     */
    public static void content(Map<String, String> facts, String name, Path file) {
        found(facts, name, file);
        facts.put(CONTENT + name, "sha256 " + sha256(file));
    }

    /** Removes what is told about the content of a file, which the run itself is about to write. */
    static void written(Map<String, String> facts, Path file) {
        String place = file.toAbsolutePath().normalize().toString();
        Map.copyOf(facts).forEach((fact, value) -> {
            if (fact.startsWith(FOUND) && value.equals(place)) {
                facts.remove(CONTENT + fact.substring(FOUND.length()));
            }
        });
    }

    /** Returns where files were found, by what the pipeline calls them. */
    public static Map<String, String> places(Map<String, String> facts) {
        return stripped(facts, FOUND);
    }

    /** Returns what the files held that stages read, by what the pipeline calls them. */
    public static Map<String, String> contents(Map<String, String> facts) {
        return stripped(facts, CONTENT);
    }

    private static Map<String, String> stripped(Map<String, String> facts, String prefix) {
        var values = new LinkedHashMap<String, String>();
        facts.forEach((fact, value) -> {
            if (fact.startsWith(prefix)) {
                values.put(fact.substring(prefix.length()), value);
            }
        });
        return values;
    }

    private static String sha256(Path file) {
        var content = new Fingerprint();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                content.add(buffer, read);
            }
        } catch (IOException e) {
            throw new DataException("cannot read '" + file + "': " + Reasons.of(e, file), e);
        }
        return content.hex();
    }
}
