package org.espalier.api.model;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Shape and meaning of one parameter.
 *
 * @param id its name
 * @param shape its canonical shape, each extent at least 1
 * @param axes what each axis counts, as long as {@code shape}
 * @param prunable whether masks may cover it: weights of dense, convolution, recurrent and attention layers are,
 *     biases and normalisation parameters are not
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record ParamInfo(ParamId id, List<Long> shape, List<Axis> axes, boolean prunable) {
    public ParamInfo {
        requireNonNull(id, "id is null");
        shape = List.copyOf(shape);
        axes = List.copyOf(axes);
        if (shape.size() != axes.size()) {
            throw new IllegalArgumentException(id + " has " + shape.size() + " extents but " + axes.size() + " axes");
        }
        if (shape.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException(id + " has an empty axis: " + shape);
        }
    }

    /** Returns the number of elements. */
    public long size() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns the extent along {@code axis}, 1 where the parameter has no such axis. */
    public long along(Axis axis) {
        int at = axes.indexOf(axis);
        return at < 0 ? 1 : shape.get(at);
    }

    /** Returns the number of elements of one output row: everything behind the first axis. */
    public long rowSize() {
        return size() / shape.get(0);
    }

    /** Returns the shape as ND4J takes it. */
    public long[] shapeArray() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
