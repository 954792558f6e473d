package org.espalier.engine.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.espalier.api.data.DataException;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.ParamId;
import org.espalier.engine.mask.selection.FloatBits;
import org.espalier.engine.text.Shown;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads files of another format and refuses values that are not finite: with one of them among its weights a network
 * computes nothing of use.
 *
 * @param format who reads the file
 */
public record FiniteOnly(ModelFormat format) implements DelegatingFormat {
    /** Elements that are looked at at a time, so that no tensor is copied whole. */
    private static final int BLOCK = 4096;

    public FiniteOnly {
        requireNonNull(format, "format is null");
    }

    @Override
    public ModelImage read(Path file, Predicate<ParamId> wanted) throws IOException {
        ModelImage image = format.read(file, wanted);
        image.tensors().byId().forEach((id, values) -> requireFinite(file, id, values));
        return image;
    }

    private static void requireFinite(Path file, ParamId id, INDArray values) {
        if (values.isEmpty()) {
            return;
        }
        FloatBits bits = FloatBits.of(values.castTo(DataType.FLOAT));
        int[] block = new int[BLOCK];
        for (long from = 0; from < bits.length(); from += BLOCK) {
            int count = (int) Math.min(BLOCK, bits.length() - from);
            bits.read(from, block, count);
            for (int i = 0; i < count; i++) {
                float value = Float.intBitsToFloat(block[i]);
                if (!Float.isFinite(value)) {
                    throw problem(file, id, values.shape(), value, from + i);
                }
            }
        }
    }

    private static DataException problem(Path file, ParamId id, long[] shape, float value, long at) {
        return new DataException(file + ": '" + Shown.cut(id.toString()) + "' " + Arrays.toString(shape) + " is "
                + value + " at " + Arrays.toString(position(at, shape))
                + ". Train or convert it anew; 'allow-non-finite: true' loads it as it is");
    }

    /** Returns the index along each axis of the element at a flat index. */
    private static long[] position(long flat, long[] shape) {
        long[] position = new long[shape.length];
        long left = flat;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            position[axis] = left % shape[axis];
            left /= shape[axis];
        }
        return position;
    }
}
