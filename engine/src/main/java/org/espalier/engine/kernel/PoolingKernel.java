package org.espalier.engine.kernel;

import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;

/**
 * Two-dimensional pooling: input {@code [batch, channels, height, width]}, output {@code [batch, channels, out height, out
 * width]}. The same workspace goes to the way forward and the way back.
 */
public interface PoolingKernel {
    /** Takes the largest element that the kernel sees; padding is never it. The first of equals wins, in c order. */
    void max(Window window, Value input, Value output, Workspace workspace);

    /** Writes the gradient at a max pooling's input; that of an output goes to its winner. */
    void maxBackward(Window window, Value outputGradient, Value inputGradient, Workspace workspace);

    /**
     * Takes the mean of what the kernel sees.
     *
     * @param countPadding whether padding counts as zeros; else the mean is over what lies within the plane
     */
    void average(Window window, boolean countPadding, Value input, Value output, Workspace workspace);

    /** Writes the gradient at an average pooling's input. */
    void averageBackward(
            Window window, boolean countPadding, Value outputGradient, Value inputGradient, Workspace workspace);
}
