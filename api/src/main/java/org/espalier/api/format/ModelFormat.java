package org.espalier.api.format;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.io.IOException;
import java.nio.file.Path;
import org.apiguardian.api.API;

/** Writes a model to a file from which it can be read back without any other source of truth. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ModelFormat {
    /** Returns the file's usual ending, without the dot. */
    String extension();

    /** Writes the model; {@code file} is new, and moved into place by the engine once it is whole. */
    void write(ModelImage model, Path file) throws IOException;

    /**
     * Reads a model.
     *
     * @throws IOException when the file cannot be read
     * @throws org.espalier.api.data.DataException when it is not such a file, is truncated or was altered
     */
    ModelImage read(Path file) throws IOException;
}
