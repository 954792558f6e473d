package org.espalier.engine.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.engine.text.Shown;

/**
 * Reads files of another format and refuses values that are not finite: with one of them among its weights a network
 * computes nothing of use.
 *
 * @param format who reads the file
 */
public record Finite(ModelFormat format) implements ModelFormat {
    public Finite {
        requireNonNull(format, "format is null");
    }

    @Override
    public String extension() {
        return format.extension();
    }

    @Override
    public void write(ModelImage model, Path file) throws IOException {
        format.write(model, file);
    }

    @Override
    public ModelImage read(Path file) throws IOException {
        return read(file, id -> true);
    }

    @Override
    public ModelImage read(Path file, Predicate<ParamId> wanted) throws IOException {
        ModelImage image = format.read(file, wanted);
        image.tensors().byId().forEach((id, values) -> requireFinite(file, id, Flat.copy(values), values.shape()));
        return image;
    }

    private static void requireFinite(Path file, ParamId id, float[] values, long[] shape) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new DataException(file + ": '" + Shown.cut(id.toString()) + "' " + Arrays.toString(shape)
                        + " is " + values[i] + " at " + Arrays.toString(position(i, shape))
                        + ". Train or convert it anew; 'allow-non-finite: true' loads it as it is");
            }
        }
    }

    /** Returns the index along each axis of the element at a flat index. */
    private static long[] position(int flat, long[] shape) {
        long[] position = new long[shape.length];
        long left = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            position[axis] = left % shape[axis];
            left /= shape[axis];
        }
        return position;
    }
}
