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
import org.espalier.engine.RunListener;
import org.espalier.engine.data.PreparedData;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.ledger.Ledgers;
import org.espalier.engine.network.Architecture;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs pipelines: makes the run's directory, brings its parts together, runs its stages, and closes its books. */
public final class Run {
    private final Injector injector;

    @Inject
    Run(Injector injector) {
        this.injector = injector;
    }

    /**
     * Runs stages on a network whose weights are drawn for this run.
     *
     * @param info what the run was told
     * @param runs where its directory is made
     * @param architecture its network
     * @param data its examples
     * @param stages what it does
     * @param facts what made it, beyond what the run finds out itself
     * @param listener who watches
     * @param stop how it is asked to stop
     * @return its directory
     * @throws org.espalier.engine.PipelineException when a stage cannot go on; what was recorded stays
     */
    public Path run(
            RunInfo info,
            Path runs,
            Architecture architecture,
            PreparedData data,
            List<Stage> stages,
            Map<String, String> facts,
            RunListener listener,
            StopSignal stop) {
        Kernel kernel = Kernels.of(DataType.FLOAT);
        try (RunDirectory directory =
                RunDirectory.create(runs, info.name(), LocalDateTime.now(ZoneId.systemDefault()))) {
            directory.write(RunDirectory.PIPELINE, info.pipeline());
            RunScope scope = injector.createChildInjector(
                            new RunModule(info, directory, data, architecture, kernel, listener, stop))
                    .getInstance(RunScope.class);
            begin(scope, data, kernel, facts);
            listener.started(info.name(), directory.path());
            try {
                new StageRunner(info.stageName(), info.stageLocation()).run(scope, "", stages);
                scope.provenance().put("outcome", "finished");
            } catch (RuntimeException e) {
                scope.provenance().put("outcome", "stopped: " + e.getMessage());
                throw e;
            } finally {
                end(scope);
            }
            listener.finished(directory.path());
            return directory.path();
        }
    }

    private static void begin(RunScope scope, PreparedData data, Kernel kernel, Map<String, String> facts) {
        Provenance provenance = scope.provenance();
        provenance.put("name", scope.info().name());
        provenance.put("seed", Long.toString(scope.info().seed()));
        provenance.put("started", Instant.now().toString());
        facts.forEach(provenance::put);
        provenance.put("kernel", kernel.name());
        provenance.put("data", data.name());
        provenance.put(
                "data.train",
                data.train().size() + " examples, sha256 " + data.train().fingerprint());
        provenance.put(
                "data.validation",
                data.validation().size() + " examples, sha256 "
                        + data.validation().fingerprint());
        provenance.put(
                "data.test",
                data.test().size() + " examples, sha256 " + data.test().fingerprint());
        provenance.put("ledger", Ledgers.of(scope.live(), scope.live().masks()).rule());
        provenance.put("outcome", "unfinished");
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
