package org.espalier.dist;

import org.espalier.engine.Engine;
import picocli.CommandLine.Command;

/** Prints the schema of pipeline files. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema of pipeline files, for editors: it knows the plugins that are installed.")
final class SchemaCommand extends WriteCommand {
    SchemaCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String text(Engine engine) {
        return engine.schema();
    }
}
