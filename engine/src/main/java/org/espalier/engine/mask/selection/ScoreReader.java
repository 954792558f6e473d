package org.espalier.engine.mask.selection;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads an array of any numbers, in c order, as doubles. */
@FunctionalInterface
public interface ScoreReader {
    /** Fills {@code into} with the elements from {@code from} on. */
    void read(long from, double[] into);

    static ScoreReader of(INDArray array) {
        if (array.dataType() == DataType.FLOAT) {
            FloatBits bits = FloatBits.of(array);
            return (from, into) -> {
                int[] buffer = new int[into.length];
                bits.read(from, buffer, buffer.length);
                for (int i = 0; i < buffer.length; i++) {
                    into[i] = Float.intBitsToFloat(buffer[i]);
                }
            };
        }
        INDArray inOrder = Contiguous.inOrder(array);
        return (from, into) -> {
            for (int i = 0; i < into.length; i++) {
                into[i] = inOrder.getDouble(from + i);
            }
        };
    }
}
