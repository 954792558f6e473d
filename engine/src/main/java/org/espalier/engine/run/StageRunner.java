package org.espalier.engine.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.api.data.DataException;
import org.espalier.api.stage.Stage;
import org.espalier.engine.PipelineException;

/** Runs stages one after the other, and says which one failed where. */
final class StageRunner {
    private final Function<Object, String> names;
    private final Function<Object, String> locations;

    /**
     * Makes a runner for the stages of one pipeline file.
     *
     * @param names what the file calls a stage
     * @param locations where the file has it, as {@code file:line:column}
     */
    StageRunner(Function<Object, String> names, Function<Object, String> locations) {
        this.names = names;
        this.locations = locations;
    }

    /** Runs stages; their paths begin with {@code prefix}. */
    void run(RunScope scope, String prefix, List<Stage> stages) {
        StagePaths.forEach(
                prefix, stages, names, (stage, path) -> scope.course().pass(() -> run(scope, path, stage)));
    }

    private void run(RunScope scope, String path, Stage stage) {
        scope.safePoint(null);
        if (!scope.course().returning()) {
            scope.listener().stageStarted(path);
        }
        var bench = new Bench(scope, this, path);
        try {
            Optional<AimCheck> aim = AimCheck.before(scope.live(), stage.aim());
            if (stage.reentrant()) {
                stage.run(bench);
            } else {
                scope.course().closed(() -> stage.run(bench));
            }
            // masks also change without a revision: where a network is put back, read from a file, or given other
            // layers
            scope.recorder().masksUnlessKnown(path, scope.live().masks());
            aim.flatMap(AimCheck::missed).ifPresent(bench::warn);
        } catch (IllegalArgumentException | DataException e) {
            throw new PipelineException(locations.apply(stage) + ": " + path + ": " + e.getMessage(), e);
        }
    }
}
