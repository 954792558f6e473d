package org.espalier.dist;

import java.nio.file.Path;
import org.espalier.engine.Engine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a text that the engine writes, or writes it to a file. */
abstract class WriteCommand implements Runnable {
    private final Surroundings surroundings;

    @Option(names = "--output", paramLabel = "FILE", description = "Write it to this file instead.")
    private @Nullable Path output;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    WriteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    abstract String text(Engine engine);

    @Override
    public void run() {
        TextOutput.write(
                surroundings, output, text(engineOptions.engine(surroundings)).stripTrailing());
    }
}
