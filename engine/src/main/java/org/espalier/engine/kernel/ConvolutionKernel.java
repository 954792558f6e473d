package org.espalier.engine.kernel;

import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two-dimensional convolution (ONNX: correlation). The number of groups is the window's channels over the weight's.
 *
 * <p>Shapes: input {@code [batch, channels, height, width]}, weight {@code [filters, channels / groups, kernel height,
 * kernel width]}, bias {@code [filters]}, output {@code [batch, filters, out height, out width]}.
 */
public interface ConvolutionKernel {
    /**
     * Convolves.
     *
     * @param bias added to each filter's output; null for none
     * @param workspace the layer's
     */
    void forward(
            Window window, Value input, INDArray weight, @Nullable INDArray bias, Value output, Workspace workspace);

    /** Writes the gradient at the input. */
    void backwardData(Window window, Value outputGradient, INDArray weight, Value inputGradient, Workspace workspace);

    /**
     * Writes the gradients at weight and bias.
     *
     * @param biasGradient null where there is no bias
     */
    void backwardWeight(
            Window window,
            Value input,
            Value outputGradient,
            INDArray weightGradient,
            @Nullable INDArray biasGradient,
            Workspace workspace);
}
