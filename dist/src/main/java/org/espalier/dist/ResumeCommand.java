package org.espalier.dist;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.espalier.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on with a run that was killed or stopped. */
@Command(name = "resume", description = "Goes on with a run that was killed or stopped; it ends as if it had not been.")
final class ResumeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "DIR", description = "The run's folder, such as runs/20260101-120000-first.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    @Option(
            names = "--other-bits",
            description = "Go on with another processor or Java than the run began with, where last bits may differ;"
                    + " run.json tells.")
    private boolean otherBits;

    @Option(
            names = "--strict",
            description = "Fail (exit code 2) when a target is not reached. A run that began so goes on so.")
    private boolean strict;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Engine engine = engineOptions.engine(surroundings);
        return new Foreground(surroundings)
                .run(engine, (listener, stop) -> engine.resume(directory, otherBits, strict, listener, stop));
    }
}
