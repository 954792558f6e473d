package org.espalier.engine.run;

import com.google.inject.Injector;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.report.Ledger;
import org.espalier.api.stage.Stage;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunListener;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.ledger.Ledgers;
import org.espalier.engine.text.Shown;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs pipelines: makes the run's directory, brings its parts together, runs its stages, and closes its books. */
public final class Run {
    /** The fact in {@code run.json} that tells how a run ended. */
    public static final String OUTCOME = "outcome";

    /** The key of remarks on what did not come as asked. */
    public static final String WARNING = Recorder.WARNING;

    /** The outcome of a run that went through all its stages. */
    public static final String FINISHED = "finished";

    private final Injector injector;

    @Inject
    Run(Injector injector) {
        this.injector = injector;
    }

    /**
     * Runs stages on a network whose weights are drawn for this run.
     *
     * @param job what it is to do
     * @param runs where its directory is made
     * @param listener who watches
     * @param stop how it is asked to stop
     * @return its directory
     * @throws PipelineException when a stage cannot go on; what was recorded stays
     */
    public Path run(Job job, Path runs, RunListener listener, StopSignal stop) {
        try (RunDirectory directory =
                RunDirectory.create(runs, job.info().name(), LocalDateTime.now(ZoneId.systemDefault()))) {
            directory.write(RunDirectory.PIPELINE, job.info().pipeline());
            Kernel kernel = Kernels.of(DataType.FLOAT);
            RunScope scope = scope(job, directory, kernel, listener, stop);
            begin(scope, Circumstances.of(job, kernel));
            listener.started(job.info().name(), directory.path());
            return goThrough(scope, job.stages());
        }
    }

    /**
     * Takes a run up at its last whole checkpoint, and goes on as if it had not been away.
     *
     * @param job what the run was to do
     * @param path its directory
     * @param otherBits whether it may go on where the last bits of numbers may come out otherwise
     * @param listener who watches
     * @param stop how it is asked to stop
     * @return its directory
     * @throws PipelineException when the run is still going on, when it would come to other numbers now, when there is no
     *     whole checkpoint, or when a stage cannot go on
     */
    public Path resume(Job job, Path path, boolean otherBits, RunListener listener, StopSignal stop) {
        try (RunDirectory directory = RunDirectory.reopen(path)) {
            Kernel kernel = Kernels.of(DataType.FLOAT);
            Map<String, String> before = RunReader.provenance(path);
            String other = Circumstances.requireSame(path, before, Circumstances.of(job, kernel), otherBits);
            if (!other.isEmpty()) {
                listener.said("the last bits of numbers may come out otherwise from here on: " + other);
            }
            listener.started(job.info().name(), path);
            for (Path file : Checkpoints.files(path)) {
                try {
                    // what a checkpoint that is refused has left behind goes with its scope
                    return goOn(job, scope(job, directory, kernel, listener, stop), file, before, other);
                } catch (UnusableCheckpointException e) {
                    listener.said(
                            Checkpoints.name(file) + " is not used: " + Shown.cut(String.valueOf(e.getMessage()), 500));
                    Checkpoints.setAside(file);
                }
            }
            throw new PipelineException("'" + path + "' has no checkpoint to go on from. Begin anew with: espalier run "
                    + path.resolve(RunDirectory.PIPELINE));
        }
    }

    private static Path goOn(Job job, RunScope scope, Path file, Map<String, String> before, String other) {
        scope.provenance().goOn(before);
        Checkpoint.restore(file, scope, job.info().loaders());
        scope.checkpoints().passed();
        scope.provenance()
                .add(
                        "resumed",
                        Instant.now() + " from " + Checkpoints.name(file)
                                + (other.isEmpty() ? "" : ", with other bits: " + other));
        scope.provenance().write();
        scope.listener()
                .said("going on from " + Checkpoints.name(file) + ", step "
                        + scope.recorder().step() + " of the run");
        return goThrough(scope, job.stages());
    }

    /** Returns whether a run in a directory has a checkpoint that it might go on from. */
    public static boolean hasCheckpoint(Path directory) {
        return !Checkpoints.files(directory).isEmpty();
    }

    private RunScope scope(Job job, RunDirectory directory, Kernel kernel, RunListener listener, StopSignal stop) {
        return injector.createChildInjector(new RunModule(job, directory, kernel, listener, stop))
                .getInstance(RunScope.class);
    }

    private static Path goThrough(RunScope scope, List<Stage> stages) {
        try {
            new StageRunner(scope.info().nameOf(), scope.info().locationOf()).run(scope, "", stages);
            scope.course().end();
            writeResults(scope);
        } catch (UnusableCheckpointException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            leave(scope, e);
            throw e;
        }
        // last of all: who finds it finds every file of the run
        writeOutcome(scope, FINISHED);
        scope.checkpoints().clear();
        scope.listener().finished(scope.directory().path());
        return scope.directory().path();
    }

    /** Leaves the directory of a run that cannot go on readable, as far as that can be done; the first failure is the one to tell. */
    private static void leave(RunScope scope, Throwable failure) {
        if (!scope.directory().isThere()) {
            return;
        }
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        List.<Runnable>of(() -> writeResults(scope), () -> writeOutcome(scope, "stopped: " + why))
                .forEach(writing -> {
                    try {
                        writing.run();
                    } catch (RuntimeException e) {
                        failure.addSuppressed(e);
                    }
                });
    }

    private static void begin(RunScope scope, Map<String, String> circumstances) {
        Provenance provenance = scope.provenance();
        provenance.put(Provenance.ID, UUID.randomUUID().toString());
        provenance.put("name", scope.info().name());
        provenance.put("seed", Long.toString(scope.info().seed()));
        provenance.put("started", Instant.now().toString());
        circumstances.forEach(provenance::put);
        Ledger ledger = Ledgers.of(scope.live(), scope.live().masks());
        provenance.put("ledger", ledger.rule());
        provenance.put(OUTCOME, "unfinished");
        provenance.write();
        scope.recorder().masks("initial", scope.live().masks());
        scope.recorder().begin(ledger);
        scope.directory().write(ledger);
    }

    private static void writeResults(RunScope scope) {
        RunDirectory directory = scope.directory();
        directory.keepTables();
        directory.write(scope.record().ledger());
        ModelFormat format = new Safetensors();
        Path model = directory.path().resolve("model." + format.extension());
        RunDirectory.replace(model, temporary -> format.write(scope.image(), temporary));
        RunDirectory.force(directory.path());
    }

    private static void writeOutcome(RunScope scope, String outcome) {
        scope.provenance().put(OUTCOME, outcome);
        scope.provenance().end();
        scope.provenance().write();
        RunDirectory.force(scope.directory().path());
    }
}
