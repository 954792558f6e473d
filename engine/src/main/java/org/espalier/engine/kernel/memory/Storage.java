package org.espalier.engine.kernel.memory;

import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory of one element type that grows to the most that was asked for. Values that are never alive at the same time may
 * share one.
 */
public final class Storage {
    /** What vector instructions like best. */
    private static final int ALIGNMENT = 64;

    private final DataType type;
    private INDArray memory;
    private long capacity;
    private long offset;

    /** Makes an empty storage. */
    public Storage(DataType type) {
        this.type = type;
        memory = Nd4j.empty(type);
    }

    DataType type() {
        return type;
    }

    /** Makes room for so many elements; what was in it is lost when it grows. */
    public void require(long elements) {
        if (elements <= capacity) {
            return;
        }
        int spare = ALIGNMENT / type.width();
        memory = Nd4j.create(type, elements + spare);
        capacity = elements;
        long misaligned = memory.data().address() % ALIGNMENT;
        offset = misaligned == 0 ? 0 : (ALIGNMENT - misaligned) / type.width();
    }

    /** Returns where the first element lies; valid until it grows. */
    public long address() {
        return memory.data().address() + offset * type.width();
    }

    /** Returns the first elements as an array in c order; valid until it grows. */
    INDArray view(long[] shape) {
        DataBuffer data = memory.data();
        return Nd4j.create(data, shape, Nd4j.getStrides(shape, 'c'), offset, 'c');
    }
}
