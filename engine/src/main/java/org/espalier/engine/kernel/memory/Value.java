package org.espalier.engine.kernel.memory;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What flows between layers: an array of a fixed shape, whose first axis is the batch, in memory that a kernel may lay out
 * as it computes fastest. Whoever wants plain memory gets it from {@link #array} and {@link #overwrite}; content is then
 * converted where it has to be, once for each time it was written.
 */
public final class Value {
    private final long[] shape;
    private final Storage storage;
    private final Storage converted;
    /** The value whose memory this one is, under another shape. */
    private final @Nullable Value origin;

    private @Nullable Layout layout;
    private long writes = 1;

    private @Nullable Layout convertedLayout;
    private long convertedWrites;

    private @Nullable INDArray view;
    private @Nullable INDArray convertedView;

    private Value(Storage storage, @Nullable Value origin, long[] shape) {
        this.shape = shape.clone();
        this.storage = storage;
        this.origin = origin;
        converted = new Storage(storage.type());
    }

    /** Makes a value with memory of its own; what is in it is undefined. */
    public static Value of(DataType type, long... shape) {
        return in(new Storage(type), shape);
    }

    /** Makes a value in memory that other values use at other times. */
    public static Value in(Storage storage, long... shape) {
        requireNonNull(storage, "storage is null");
        return new Value(storage, null, shape);
    }

    /** Makes a value with a copy of an array's elements. */
    public static Value copyOf(INDArray array) {
        Value value = of(array.dataType(), array.shape());
        value.overwrite().assign(array);
        return value;
    }

    /** Returns the same memory under another shape of as many elements. */
    public Value reshaped(long... other) {
        return new Value(storage, origin == null ? this : origin, other);
    }

    /** Returns the shape, batch first. */
    public long[] shape() {
        return shape.clone();
    }

    /** Returns the extent of an axis. */
    public int size(int axis) {
        return Math.toIntExact(shape[axis]);
    }

    /** Returns the number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Returns the number of elements. */
    public long length() {
        long length = 1;
        for (long extent : shape) {
            length *= extent;
        }
        return length;
    }

    /** Returns the element type. */
    public DataType type() {
        return storage.type();
    }

    /** Returns the content in plain c order, to be read; valid until the value is written again. */
    public INDArray array() {
        long address = address(null);
        if (owner().layout == null) {
            return plain();
        }
        INDArray known = convertedView;
        if (known == null || Floats.address(known) != address) {
            known = owner().converted.view(shape);
            convertedView = known;
        }
        return known;
    }

    /**
     * Returns plain memory to be written in full; what was in it is lost. Who changes a value in place reads
     * {@link #array} first: the two are the same memory, or do not overlap.
     */
    public INDArray overwrite() {
        overwrite(null);
        return plain();
    }

    /** Returns where the content lies in a layout, converting it if it must be; null for plain c order. */
    public long address(@Nullable Layout wanted) {
        Value owner = owner();
        if (Objects.equals(owner.layout, wanted)) {
            return owner.storage.address();
        }
        if (owner.convertedWrites != owner.writes || !Objects.equals(owner.convertedLayout, wanted)) {
            owner.convert(wanted);
        }
        return owner.converted.address();
    }

    /** Returns where content of a layout is to be written in full; null for plain c order. */
    public long overwrite(@Nullable Layout next) {
        Value owner = owner();
        owner.layout = next;
        owner.writes++;
        owner.storage.require(next == null ? length() : next.elements());
        return owner.storage.address();
    }

    /** Returns how the content lies at present; null for plain c order. */
    @Nullable
    public Layout layout() {
        return owner().layout;
    }

    private Value owner() {
        return origin == null ? this : origin;
    }

    private void convert(@Nullable Layout wanted) {
        Layout present = layout;
        converted.require(wanted == null ? length() : wanted.elements());
        if (present != null) {
            present.unpack(storage.address(), wanted, converted.address());
        } else if (wanted != null) {
            wanted.pack(storage.address(), converted.address());
        }
        convertedLayout = wanted;
        convertedWrites = writes;
    }

    private INDArray plain() {
        storage.require(length());
        INDArray known = view;
        if (known == null || Floats.address(known) != storage.address()) {
            known = storage.view(shape);
            view = known;
        }
        return known;
    }
}
