package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.engine.file.Reasons;

/** Presents what the run has recorded so far. */
public record Report(
        @Knob(value = "how", otherwise = "[html]") @NotEmpty List<Reporter> as) implements Stage {
    public Report {
        as = List.copyOf(as);
    }

    @Override
    public void run(Workbench bench) {
        report(bench.record(), bench.directory(), bench::describe);
    }

    /**
     * Writes each report, also those behind one that fails.
     *
     * @param describe names a reporter for messages
     * @throws IllegalArgumentException when one could not be written; says which
     */
    public void report(RunRecord record, Path directory, Function<Object, String> describe) {
        var failures = new ArrayList<String>();
        for (Reporter reporter : as) {
            try {
                reporter.report(record, directory);
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                failures.add("reporter " + describe.apply(reporter) + ": " + words(e));
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", failures));
        }
    }

    private static String words(Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        return cause instanceof FileSystemException failed
                ? Reasons.of(failed, Path.of(""))
                : String.valueOf(cause.getMessage());
    }
}
