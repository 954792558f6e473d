package org.espalier.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.espalier.engine.config.Problem;
import org.espalier.engine.config.Resolved;
import org.espalier.engine.pipeline.PipelineFile;

/**
 * A pipeline file that can be run.
 *
 * @param file what it says, and where
 * @param warnings what may not be meant, in the order in which a run would come to it
 */
public record PipelineCheck(Resolved<PipelineFile> file, List<Problem> warnings) {
    public PipelineCheck {
        requireNonNull(file, "file is null");
        warnings = List.copyOf(warnings);
    }
}
