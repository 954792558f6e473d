package org.espalier.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.espalier.engine.Engine;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunListener;
import org.espalier.engine.report.RunTables;
import org.espalier.engine.run.StopSignal;
import org.espalier.engine.text.Shown;

/** A run that somebody waits for: shows how it goes, lets it close its files on Ctrl-C, and tells what came of it. */
final class Foreground {
    /** How long an interrupted run may take to write its checkpoint and close its files. */
    private static final int PATIENCE_SECONDS = 20;

    private final Surroundings surroundings;
    private final StopSignal stop = new StopSignal();
    private final CountDownLatch done = new CountDownLatch(1);

    Foreground(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What an engine is asked to run. */
    @FunctionalInterface
    interface Work {
        /** Returns the run's directory. */
        Path run(RunListener listener, StopSignal stop);
    }

    /** Runs, and returns the exit code. */
    int run(Engine engine, Work work) {
        Thread interrupted = new Thread(this::finish, "interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            Path directory;
            try (Watch watch = Watch.of(surroundings)) {
                directory = work.run(watch, stop);
            }
            tell(engine, directory);
            return ExitCode.FINE;
        } catch (PipelineException e) {
            // said here, for a JVM that is going down does not wait for whoever would say it
            surroundings.err().println("espalier: " + Shown.plain(String.valueOf(e.getMessage())));
            return ExitCode.USER;
        } finally {
            done.countDown();
            forget(interrupted);
        }
    }

    private void tell(Engine engine, Path directory) {
        surroundings.out().println();
        surroundings.out().println(Shown.plain(RunTables.of(engine.readRun(directory))));
        surroundings.out().println("Run     " + directory);
        Path page = directory.resolve("report.html");
        surroundings
                .out()
                .println("Report  " + (Files.exists(page) ? page.toString() : "espalier report " + directory));
    }

    /** Ctrl-C: lets the run close what it wrote. */
    private void finish() {
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
