package org.espalier.engine.kernel;

import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Convolutions whose weights are mostly zero, given as the elements of a {@link SparsityPattern} of {@code [filters, channels, kernel
 * height, kernel width]}, side by side.
 */
public interface SparseConvolutionKernel {
    /**
     * Returns whether a convolution of one group runs faster here than with full weights.
     *
     * @param density the share of the weight's elements that there are
     */
    boolean pays(double density, Window window);

    /**
     * Convolves.
     *
     * @param input {@code [batch, channels, height, width]}
     * @param weights {@code [count]}
     * @param bias {@code [filters]}, or null for none
     * @param output {@code [batch, filters, out height, out width]}
     */
    void forward(
            SparsityPattern pattern,
            Window window,
            Value input,
            INDArray weights,
            @Nullable INDArray bias,
            Value output,
            Workspace workspace);

    /** Writes the gradient at the input. */
    void backwardData(
            SparsityPattern pattern,
            Window window,
            Value outputGradient,
            INDArray weights,
            Value inputGradient,
            Workspace workspace);

    /**
     * Writes the gradients at weights and bias.
     *
     * @param weightGradients {@code [count]}
     * @param biasGradient null where there is no bias
     */
    void backwardWeight(
            SparsityPattern pattern,
            Window window,
            Value input,
            Value outputGradient,
            INDArray weightGradients,
            @Nullable INDArray biasGradient,
            Workspace workspace);
}
