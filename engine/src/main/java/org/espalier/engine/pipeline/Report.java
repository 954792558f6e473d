package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.api.report.Reporter;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Presents what the run has recorded so far. */
public record Report(
        @Knob(value = "how", otherwise = "[html]") @NotEmpty List<Reporter> as) implements Stage {
    public Report {
        as = List.copyOf(as);
    }

    /** Each of them, also behind one that fails. */
    @Override
    public void run(Workbench bench) {
        var failures = new ArrayList<String>();
        for (Reporter reporter : as) {
            try {
                reporter.report(bench.record(), bench.directory());
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                failures.add("reporter " + bench.describe(reporter) + ": " + words(e));
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", failures));
        }
    }

    private static String words(Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        // Their messages are no more than a file's name.
        return (cause instanceof FileSystemException ? cause.getClass().getSimpleName() + ": " : "")
                + cause.getMessage();
    }
}
