package org.espalier.dist;

import java.nio.file.Path;
import org.espalier.api.report.RunRecord;
import org.espalier.engine.Engine;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.report.RunTables;
import org.espalier.engine.text.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reports on a run that was made. */
@Command(name = "report", description = "Shows what a run did, and writes its reports anew.")
final class ReportCommand implements Runnable {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "DIR", description = "The run's folder, such as runs/20260101-120000-first.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    @Override
    public void run() {
        Engine engine = engineOptions.quietEngine(surroundings);
        RunRecord record = engine.readRun(directory);
        try {
            engine.report(directory);
        } catch (ConfigException e) {
            surroundings.err().println("Only report.html was written: the run's other reporters cannot be made.");
            e.problems().forEach(problem -> surroundings.err().println(Shown.plain(problem.toString())));
        } catch (IllegalArgumentException e) {
            throw new UserException(String.valueOf(e.getMessage()));
        }
        surroundings.out().println(Shown.plain(RunTables.of(record)));
        surroundings.out().println("Report  " + directory.resolve("report.html"));
    }
}
