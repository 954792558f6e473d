package org.espalier.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.file.WholeFile;

/** The tables that close a run on a console, as a file: {@code report.txt}. */
public record TextReport() implements Reporter {
    @Override
    public void report(RunRecord record, Path directory) throws IOException {
        WholeFile.write(directory.resolve("report.txt"), RunTables.of(record));
    }
}
