package org.espalier.engine.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.ParamId;

/** A format that checks or changes what another one reads, and leaves the rest to that one. */
interface DelegatingFormat extends ModelFormat {
    /** Returns the format that reads the file. */
    ModelFormat format();

    @Override
    default String extension() {
        return format().extension();
    }

    @Override
    default void write(ModelImage model, Path file) throws IOException {
        format().write(model, file);
    }

    @Override
    default ModelImage read(Path file) throws IOException {
        return read(file, id -> true);
    }

    @Override
    ModelImage read(Path file, Predicate<ParamId> wanted) throws IOException;
}
