package org.espalier.engine.network;

import java.util.List;
import org.espalier.engine.kernel.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one layer works with for batches of one size; kept from step to step. */
final class Pass {
    private final Kernel kernel;
    private final List<Param> params;
    private final INDArray input;
    private final INDArray output;
    private final int[] indices;

    private List<INDArray> gradients = List.of();
    private boolean wantsWeightGradient;
    private boolean wantsInputGradient;
    private boolean training;
    private long seed;

    Pass(Kernel kernel, List<Param> params, INDArray input, INDArray output, int[] indices) {
        this.kernel = kernel;
        this.params = params;
        this.input = input;
        this.output = output;
        this.indices = indices;
    }

    Kernel kernel() {
        return kernel;
    }

    INDArray input() {
        return input;
    }

    INDArray output() {
        return output;
    }

    /** Returns what the layer keeps for the way back, such as the winners of a max pooling. */
    int[] indices() {
        return indices;
    }

    INDArray weight(int index) {
        return params.get(index).weight();
    }

    INDArray weightGradient(int index) {
        return params.get(index).gradient();
    }

    /** Returns the gradient at the output. */
    INDArray outputGradient() {
        return gradients.get(1);
    }

    /** Returns where the gradient at the input goes. */
    INDArray inputGradient() {
        return gradients.get(0);
    }

    boolean wantsWeightGradient() {
        return wantsWeightGradient;
    }

    boolean wantsInputGradient() {
        return wantsInputGradient;
    }

    /** Returns whether the forward pass was one of training. */
    boolean training() {
        return training;
    }

    /** Returns the seed of this forward pass's random decisions. */
    long seed() {
        return seed;
    }

    void forwardAs(boolean nowTraining, long newSeed) {
        training = nowTraining;
        seed = newSeed;
    }

    void backwardTo(INDArray inputGradient, INDArray outputGradient, boolean weights, boolean below) {
        gradients = List.of(inputGradient, outputGradient);
        wantsWeightGradient = weights;
        wantsInputGradient = below;
    }
}
