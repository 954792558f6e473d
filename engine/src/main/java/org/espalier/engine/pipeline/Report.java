package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    @Override
    public void run(Workbench bench) {
        for (Reporter reporter : as) {
            try {
                reporter.report(bench.record(), bench.directory());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
