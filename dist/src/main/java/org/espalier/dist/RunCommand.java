package org.espalier.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.espalier.engine.Engine;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunOptions;
import org.espalier.engine.report.RunTables;
import org.espalier.engine.run.StopSignal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a pipeline. */
@Command(name = "run", description = "Runs a pipeline file and writes what it did to a folder of its own.")
final class RunCommand implements Callable<Integer> {
    /** How long an interrupted run may take to close its files. */
    private static final int PATIENCE_SECONDS = 20;

    private final Surroundings surroundings;

    @Mixin
    private PipelineMixin pipeline = new PipelineMixin();

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where the run's own folder is made (default: ${DEFAULT-VALUE}).")
    private Path runs = Path.of("runs");

    @Option(names = "--paranoid", description = "Check every component against its contract while it works; slow.")
    private boolean paranoid;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var stop = new StopSignal();
        var done = new CountDownLatch(1);
        Thread interrupted = new Thread(() -> finish(stop, done), "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            run(stop);
            return ExitCode.FINE;
        } catch (PipelineException e) {
            // said here, for a JVM that is going down does not wait for whoever would say it
            surroundings.err().println("espalier: " + e.getMessage());
            return ExitCode.USER;
        } finally {
            done.countDown();
            forget(interrupted);
        }
    }

    private void run(StopSignal stop) {
        var options = new RunOptions(pipeline.sets(), runs, paranoid);
        Path file = pipeline.file(surroundings);
        Engine engine = engineOptions.engine(surroundings);
        Path directory;
        try (Watch watch = Watch.of(surroundings)) {
            directory = engine.run(file, options, watch, stop);
        }
        surroundings.out().println();
        surroundings.out().println(RunTables.of(engine.readRun(directory)));
        surroundings.out().println("Run     " + directory);
        Path page = directory.resolve("report.html");
        surroundings
                .out()
                .println("Report  " + (Files.exists(page) ? page.toString() : "espalier report " + directory));
    }

    /** Ctrl-C: lets the run close what it wrote. */
    private static void finish(StopSignal stop, CountDownLatch done) {
        stop.ask();
        try {
            boolean closed = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assert closed || done.getCount() > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already, and the hook is what waits for us.
            return;
        }
    }
}
