package org.espalier.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.report.HtmlReport;
import org.espalier.engine.report.RunTables;
import org.espalier.engine.text.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reports on a run that was made. */
@Command(name = "report", description = "Shows what a run did, and writes its report.html anew.")
final class ReportCommand implements Runnable {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "DIR", description = "The run's folder, such as runs/20260101-120000-first.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Engine engine = Engine.create(new EngineOptions(List.of(), surroundings.home()));
        RunRecord record = engine.readRun(directory);
        try {
            new HtmlReport().report(record, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report: " + e, e);
        }
        surroundings.out().println(Shown.plain(RunTables.of(record)));
        surroundings.out().println("Report  " + directory.resolve("report.html"));
    }
}
