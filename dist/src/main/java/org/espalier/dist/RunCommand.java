package org.espalier.dist;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.espalier.engine.Engine;
import org.espalier.engine.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a pipeline. */
@Command(name = "run", description = "Runs a pipeline file and writes what it did to a folder of its own.")
final class RunCommand implements Callable<Integer> {
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

    @Option(
            names = "--strict",
            description =
                    "Fail (exit code 2) when something is not as asked: a warning, or a target that is not reached.")
    private boolean strict;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var options = new RunOptions(pipeline.sets(), runs, paranoid, strict);
        Path file = pipeline.file(surroundings);
        Engine engine = engineOptions.engine(surroundings);
        return new Foreground(surroundings).run(engine, (listener, stop) -> engine.run(file, options, listener, stop));
    }
}
