package org.espalier.engine.kernel;

import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Normalization over {@code [batch, channels, …]}, and over the last axis. Scales, shifts, means and variances are plain
 * arrays, one element for each channel (or element of the last axis). Variances are those of a population: the mean of
 * squared deviations.
 */
public interface NormalizationKernel {
    /**
     * How a batch is normalized.
     *
     * @param epsilon added to the variance
     * @param fixed whether mean and variance are given; else they are the batch's own
     */
    record Rule(double epsilon, boolean fixed) {}

    /**
     * Normalizes each channel: {@code (x − mean) / √(variance + epsilon) · scale + shift}.
     *
     * @param mean read if the rule is fixed, else written
     * @param variance likewise
     */
    void batch(
            Rule rule,
            Value input,
            INDArray scale,
            INDArray shift,
            INDArray mean,
            INDArray variance,
            Value output,
            Workspace workspace);

    /**
     * Writes the gradients at the input, the scale and the shift.
     *
     * @param mean what {@link #batch} read or wrote
     * @param variance likewise
     */
    void batchBackward(
            Rule rule,
            Value input,
            Value outputGradient,
            INDArray scale,
            INDArray mean,
            INDArray variance,
            Value inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient,
            Workspace workspace);

    /** Normalizes each run along the last axis by its own mean and variance, then scales and shifts each of its elements. */
    void layer(double epsilon, Value input, INDArray scale, INDArray shift, Value output);

    /** Writes the gradients at the input, the scale and the shift. */
    void layerBackward(
            double epsilon,
            Value input,
            Value outputGradient,
            INDArray scale,
            Value inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient);

    /** Applies the softmax to each run along the last axis. */
    void softmax(Value input, Value output);

    /** Writes the gradient at a softmax's input. */
    void softmaxBackward(Value output, Value outputGradient, Value inputGradient);
}
