package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Reporter} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ReporterContract {
    /** Returns the reporter under test; each call an equal one. */
    Reporter reporter();

    /**
     * Returns whether it leaves no file, because it prints.
     *
     * @return {@code false}: it writes at least one file
     */
    default boolean reporterWritesNoFile() {
        return false;
    }

    /** Files appear in the directory it was given and nowhere beside it. */
    @Test
    default void reporterWritesOnlyInsideTheDirectory(@TempDir Path around) throws IOException {
        Path neighbour = Files.writeString(around.resolve("neighbour.txt"), "untouched");
        Path inside = Files.createDirectory(around.resolve("run"));
        reporter().report(FakeRecords.full(), inside);
        try (var entries = Files.list(around)) {
            assertThat(entries).containsExactlyInAnyOrder(neighbour, inside);
        }
        assertThat(neighbour).hasContent("untouched");
        assertThat(contents(inside).isEmpty()).isEqualTo(reporterWritesNoFile());
    }

    /** Reporting once more replaces what was there, by the same bytes. */
    @Test
    default void reporterWritesTheSameTwice(@TempDir Path directory) throws IOException {
        reporter().report(FakeRecords.full(), directory);
        Map<String, String> once = contents(directory);
        reporter().report(FakeRecords.full(), directory);
        assertThat(contents(directory)).isEqualTo(once);
    }

    /** A longer report does not leave rests of itself behind a shorter one. */
    @Test
    default void reporterReplacesWhatItWroteBefore(@TempDir Path used, @TempDir Path fresh) throws IOException {
        reporter().report(FakeRecords.full(), used);
        reporter().report(FakeRecords.empty(), used);
        reporter().report(FakeRecords.empty(), fresh);
        assertThat(contents(used)).isEqualTo(contents(fresh));
    }

    /** Nothing recorded yet, numbers that are none, and names in any script are no reason to fail. */
    @Test
    default void reporterTakesAnyRecord(@TempDir Path directory) throws IOException {
        for (RunRecord record : List.of(FakeRecords.empty(), FakeRecords.odd())) {
            reporter().report(record, directory);
        }
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        directory.relativize(file).toString(),
                        Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
