package org.espalier.engine.kernel;

import java.util.List;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recurrent cells over sequences {@code [batch, steps, in]}, from states of zero. Weights are the cell's, in the order of
 * {@link Cell#names}. The same workspace goes to the way forward and the way back.
 */
public interface RecurrentKernel {
    /**
     * Runs a cell over sequences.
     *
     * @param output {@code [batch, steps, hidden]}, or {@code [batch, hidden]} for the last step alone
     */
    void forward(Cell cell, Value input, List<INDArray> weights, Value output, Workspace workspace);

    /**
     * Goes back through time: writes the gradients at the weights and at the input.
     *
     * @param inputGradient null where nobody wants it
     */
    void backward(
            Cell cell,
            Value input,
            List<INDArray> weights,
            Value outputGradient,
            @Nullable Value inputGradient,
            List<INDArray> weightGradients,
            Workspace workspace);
}
