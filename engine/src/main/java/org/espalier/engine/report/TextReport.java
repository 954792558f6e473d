package org.espalier.engine.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.report.Reporter;
import org.espalier.api.report.RunRecord;

/** The tables that close a run on a console, as a file: {@code report.txt}. */
public record TextReport() implements Reporter {
    @Override
    public void report(RunRecord record, Path directory) throws IOException {
        Files.writeString(directory.resolve("report.txt"), RunTables.of(record), UTF_8);
    }
}
