package org.espalier.engine;

import static java.util.Objects.requireNonNull;

import org.espalier.engine.config.Resolved;
import org.espalier.engine.pipeline.PipelineFile;

/**
 * A pipeline file that was read without problems.
 *
 * @param file what it says, and where
 */
public record PipelineCheck(Resolved<PipelineFile> file) {
    public PipelineCheck {
        requireNonNull(file, "file is null");
    }
}
