package org.espalier.dist;

import org.espalier.engine.Engine;
import picocli.CommandLine.Command;

/** Prints the reference of pipeline files. */
@Command(
        name = "reference",
        description =
                "Prints every component and option that a pipeline file can have, as Markdown: also those of plugins"
                        + " that are installed.")
final class ReferenceCommand extends WriteCommand {
    ReferenceCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    String text(Engine engine) {
        return engine.reference();
    }
}
