package org.espalier.dist;

import java.nio.file.Path;
import org.espalier.engine.text.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks a pipeline file. */
@Command(name = "check", description = "Reports every mistake in a pipeline file; trains nothing.")
final class CheckCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin
    private PipelineMixin pipeline = new PipelineMixin();

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Path file = pipeline.file(surroundings);
        var warnings =
                engineOptions.engine(surroundings).check(file, pipeline.sets()).warnings();
        warnings.forEach(warning -> surroundings.err().println(Shown.plain("warning: " + warning)));
        surroundings.out().println(file + ": no mistakes");
    }
}
