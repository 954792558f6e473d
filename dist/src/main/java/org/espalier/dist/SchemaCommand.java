package org.espalier.dist;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the schema of pipeline files. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of pipeline files, for editors: it knows the plugins that are installed.")
final class SchemaCommand implements Runnable {
    private final Surroundings surroundings;

    @Option(names = "--output", paramLabel = "FILE", description = "Write it to this file instead.")
    private @Nullable Path output;

    @Mixin
    private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

    SchemaCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        TextOutput.write(
                surroundings,
                output,
                engineOptions.engine(surroundings).schema().stripTrailing());
    }
}
