package org.espalier.dist;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the reference of pipeline files. */
@Command(
        name = "reference",
        description =
                "Prints every component and option that a pipeline file can have, as Markdown: also those of plugins"
                        + " that are installed.")
final class ReferenceCommand implements Runnable {
    private final Surroundings surroundings;

    @Option(names = "--output", paramLabel = "FILE", description = "Write it to this file instead.")
    private @Nullable Path output;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    ReferenceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        TextOutput.write(
                surroundings,
                output,
                engineOptions.engine(surroundings).reference().stripTrailing());
    }
}
