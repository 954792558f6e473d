package org.espalier.engine.data;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.espalier.api.data.Batch;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one batch, kept and overwritten. An epoch has batches of at most two sizes, the last one being smaller;
 * each size has arrays of its own rather than a view of the larger ones, so that whoever takes the native memory of a
 * batch finds nothing else there.
 */
final class BatchBuffers {
    private final Map<Integer, Buffers> bySize = new HashMap<>();

    /** Returns the arrays for so many examples with so many labels each. */
    Buffers of(int size, List<Long> shape, int labels) {
        return bySize.computeIfAbsent(size, count -> Buffers.allocate(count, shape, labels));
    }

    /**
     * Arrays and the same memory as buffers: writing through them costs no native call.
     *
     * @param batch the arrays
     * @param inputs memory of the inputs
     * @param labels memory of the labels
     */
    record Buffers(Batch batch, FloatBuffer inputs, IntBuffer labels) {
        static Buffers allocate(int size, List<Long> shape, int labelsEach) {
            long[] dimensions = LongStream.concat(
                            LongStream.of(size), shape.stream().mapToLong(Long::longValue))
                    .toArray();
            INDArray inputs = Nd4j.createUninitialized(DataType.FLOAT, dimensions, 'c');
            INDArray labels = Nd4j.createUninitialized(
                    DataType.INT32, labelsEach == 1 ? new long[] {size} : new long[] {size, labelsEach}, 'c');
            return new Buffers(
                    new Batch(inputs, labels),
                    inputs.data().asNioFloat(),
                    labels.data().asNioInt());
        }
    }
}
