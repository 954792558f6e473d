package org.espalier.engine.kernel;

import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers whose weights are mostly zero. Weights and their gradients are given as the elements of a {@link SparsityPattern}, side by side:
 * arrays {@code [count]}.
 */
public interface SparseKernel {
    /**
     * Returns whether a dense layer runs faster here than as a product of full matrices.
     *
     * @param density the share of the weight's elements that there are
     * @param rows how many rows the input has: the batch, times the steps of sequences
     */
    boolean pays(double density, long rows);

    /**
     * Applies a dense layer along the last axis: {@code y = x Wᵀ + b}.
     *
     * @param input {@code [batch, …, in]}
     * @param pattern of the weight {@code [out, in]}
     * @param weights {@code [count]}
     * @param bias {@code [out]}, or null for none
     * @param output {@code [batch, …, out]}
     * @param workspace the same one goes to the way back
     */
    void dense(
            SparsityPattern pattern,
            Value input,
            INDArray weights,
            @Nullable INDArray bias,
            Value output,
            Workspace workspace);

    /**
     * Writes the gradients of a dense layer whose way forward was the last to use the workspace, and left there what is needed of input and
     * weight.
     *
     * @param inputGradient null where nobody wants it
     * @param weightGradients {@code [count]}; null where nobody wants it
     * @param biasGradient null where there is no bias, or nobody wants it
     */
    void denseBackward(
            SparsityPattern pattern,
            Value outputGradient,
            @Nullable Value inputGradient,
            @Nullable INDArray weightGradients,
            @Nullable INDArray biasGradient,
            Workspace workspace);

    /** Returns what convolves. */
    SparseConvolutionKernel convolution();

    /**
     * Collects the elements of an array.
     *
     * @param elements {@code [count]}
     */
    void gather(SparsityPattern pattern, INDArray array, INDArray elements);

    /** Puts elements back into an array; its others stay. */
    void scatter(SparsityPattern pattern, INDArray elements, INDArray array);
}
