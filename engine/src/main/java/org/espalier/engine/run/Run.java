package org.espalier.engine.run;

import com.google.inject.Injector;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.stage.Stage;
import org.espalier.engine.PipelineException;
import org.espalier.engine.RunListener;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.ledger.Ledgers;
import org.espalier.engine.run.Checkpoints.Found;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs pipelines: makes the run's directory, brings its parts together, runs its stages, and closes its books. */
public final class Run {
    /** The fact in {@code run.json} that tells how a run ended. */
    public static final String OUTCOME = "outcome";

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
     * @param listener who watches
     * @param stop how it is asked to stop
     * @return its directory
     * @throws PipelineException when the run is still going on, when it would come to other numbers now, when there is no
     *     whole checkpoint, or when a stage cannot go on
     */
    public Path resume(Job job, Path path, RunListener listener, StopSignal stop) {
        try (RunDirectory directory = RunDirectory.reopen(path)) {
            Kernel kernel = Kernels.of(DataType.FLOAT);
            Map<String, String> before = RunReader.provenance(path);
            Circumstances.requireSame(path, before, Circumstances.of(job, kernel));
            RunScope scope = scope(job, directory, kernel, listener, stop);
            Found found = scope.checkpoints()
                    .latest(directory.lengths(), listener::said)
                    .orElseThrow(() -> new PipelineException("'" + path
                            + "' has no checkpoint to go on from. Begin anew with: espalier run "
                            + path.resolve(RunDirectory.PIPELINE)));
            Checkpoint.restore(found.archive(), found.file(), scope, job.info().loaders());
            scope.provenance().goOn(before);
            scope.provenance().add("resumed", Instant.now() + " from " + found.name());
            scope.provenance().write();
            listener.started(job.info().name(), path);
            listener.said("going on from " + found.name() + ", step "
                    + scope.recorder().step() + " of the run");
            return goThrough(scope, job.stages());
        }
    }

    private RunScope scope(Job job, RunDirectory directory, Kernel kernel, RunListener listener, StopSignal stop) {
        return injector.createChildInjector(new RunModule(job, directory, kernel, listener, stop))
                .getInstance(RunScope.class);
    }

    private static Path goThrough(RunScope scope, List<Stage> stages) {
        try {
            new StageRunner(scope.info().stageName(), scope.info().stageLocation()).run(scope, "", stages);
            scope.provenance().put(OUTCOME, FINISHED);
        } catch (RuntimeException e) {
            scope.provenance().put(OUTCOME, "stopped: " + e.getMessage());
            throw e;
        } finally {
            end(scope);
        }
        scope.checkpoints().clear();
        scope.listener().finished(scope.directory().path());
        return scope.directory().path();
    }

    private static void begin(RunScope scope, Map<String, String> circumstances) {
        Provenance provenance = scope.provenance();
        provenance.put("name", scope.info().name());
        provenance.put("seed", Long.toString(scope.info().seed()));
        provenance.put("started", Instant.now().toString());
        circumstances.forEach(provenance::put);
        provenance.put("ledger", Ledgers.of(scope.live(), scope.live().masks()).rule());
        provenance.put(OUTCOME, "unfinished");
        provenance.write();
        scope.recorder().masks("initial", scope.live().masks());
        scope.directory().write(scope.record().ledger());
    }

    /** Leaves the directory readable, whatever became of the run. */
    private static void end(RunScope scope) {
        scope.provenance().put("ended", Instant.now().toString());
        scope.provenance().write();
        scope.directory().write(scope.record().ledger());
        ModelFormat format = new Safetensors();
        Path model = scope.directory().path().resolve("model." + format.extension());
        RunDirectory.replace(model, temporary -> format.write(scope.image(), temporary));
    }
}
