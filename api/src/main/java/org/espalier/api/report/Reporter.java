package org.espalier.api.report;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.IOException;
import java.nio.file.Path;
import org.apiguardian.api.API;

/** Presents the record of a run: as a page, a table, a file. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Reporter {
    /**
     * Writes into the run's directory. Called at the stage {@code report} and by the command {@code espalier report}, so it
     * replaces what it wrote before.
     */
    void report(RunRecord record, Path directory) throws IOException;
}
