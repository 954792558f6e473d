package org.espalier.dist;

import java.nio.file.Path;
import org.espalier.engine.text.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Explains a pipeline file. */
@Command(
        name = "explain",
        description = "Shows a pipeline with every default filled in, and what its network will hold and cost;"
                + " trains nothing.")
final class ExplainCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin
    private PipelineMixin pipeline = new PipelineMixin();

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Path file = pipeline.file(surroundings);
        surroundings
                .out()
                .println(Shown.plain(engineOptions
                        .engine(surroundings)
                        .explain(file, pipeline.sets())
                        .stripTrailing()));
    }
}
