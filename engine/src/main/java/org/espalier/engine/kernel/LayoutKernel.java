package org.espalier.engine.kernel;

import java.util.List;
import org.espalier.engine.kernel.memory.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moving elements without computing with them. Axes count the batch: axis 0 is the batch, axis 1 the channels. */
public interface LayoutKernel {
    /** Puts values behind each other along an axis. */
    void concatenate(List<Value> inputs, int axis, Value output);

    /** Cuts a value into pieces along an axis; the way back of {@link #concatenate}. */
    void split(Value input, int axis, List<Value> outputs);

    /**
     * Puts {@code before[axis]} constants in front of each axis and as many behind as the output has room for.
     *
     * @param before for each axis, the batch's included, at least 0
     */
    void pad(Value input, int[] before, double constant, Value output);

    /** Cuts out of each axis what starts at {@code before[axis]}; the way back of {@link #pad}. */
    void crop(Value input, int[] before, Value output);

    /** Reorders axes: axis {@code i} of the output is axis {@code order[i]} of the input. */
    void transpose(Value input, int[] order, Value output);

    /**
     * Looks rows up.
     *
     * @param indices any shape; whole numbers in [0, rows)
     * @param table {@code [rows, columns]}
     * @param output the shape of the indices and {@code columns}
     * @throws IllegalArgumentException when an index is out of range
     */
    void gather(Value indices, INDArray table, Value output);

    /** Writes the gradient at a table that rows were looked up in: for each row the sum over its uses. */
    void gatherBackward(Value indices, Value outputGradient, INDArray tableGradient);
}
