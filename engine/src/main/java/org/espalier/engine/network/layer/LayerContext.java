package org.espalier.engine.network.layer;

import java.util.List;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.memory.Value;
import org.espalier.engine.kernel.memory.Workspace;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What one layer works with for batches of one size; kept from step to step. */
public final class LayerContext {
    private final Kernel kernel;
    private final List<Param> params;
    private final List<INDArray> statistics;
    private final List<INDArray> kept;
    private final List<Value> inputs;
    private final Value output;
    private final Workspace workspace = new Workspace();

    private @Nullable Value outputGradient;
    private List<@Nullable Value> inputGradients = List.of();
    private boolean wantsWeightGradient;
    private boolean training;
    private boolean sparse;
    private double share = Double.NaN;
    private long seed;

    public LayerContext(
            Kernel kernel,
            List<Param> params,
            List<INDArray> statistics,
            List<INDArray> kept,
            List<Value> inputs,
            Value output) {
        this.kernel = kernel;
        this.params = params;
        this.statistics = statistics;
        this.kept = kept;
        this.inputs = inputs;
        this.output = output;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Returns what the kernel keeps for this layer. */
    public Workspace workspace() {
        return workspace;
    }

    /** Returns the first input, for most layers the only one. */
    public Value input() {
        return inputs.get(0);
    }

    public List<Value> inputs() {
        return inputs;
    }

    public Value output() {
        return output;
    }

    public INDArray weight(int index) {
        return params.get(index).weight();
    }

    /** Returns where the gradient at a parameter goes, in full. */
    public INDArray weightGradient(int index) {
        return params.get(index).overwriteGradient();
    }

    /** Returns the living elements of a parameter, if this pass may restrict itself to them; null when it must take all. */
    @Nullable
    public SparseParam sparse(int index) {
        return sparse ? params.get(index).sparse() : null;
    }

    public INDArray statistic(int index) {
        return statistics.get(index);
    }

    public INDArray kept(int index) {
        return kept.get(index);
    }

    /** Returns the gradient at the output. */
    public Value outputGradient() {
        Value present = outputGradient;
        if (present == null) {
            throw new IllegalStateException("this layer is not on the way back");
        }
        return present;
    }

    /** Returns where the gradient at the first input goes. */
    public Value inputGradient() {
        return inputGradient(0);
    }

    /** Returns where the gradient at an input goes; only for inputs whose gradient is wanted. */
    public Value inputGradient(int index) {
        Value present = inputGradients.get(index);
        if (present == null) {
            throw new IllegalStateException("nobody wants the gradient at input " + index);
        }
        return present;
    }

    public boolean wantsWeightGradient() {
        return wantsWeightGradient;
    }

    /** Returns whether the gradient at the first input is wanted. */
    public boolean wantsInputGradient() {
        return wantsInputGradient(0);
    }

    public boolean wantsInputGradient(int index) {
        return inputGradients.get(index) != null;
    }

    /** Returns whether the forward pass was one of training. */
    public boolean training() {
        return training;
    }

    /**
     * Returns how much of the running statistics this batch replaces.
     *
     * @param usual how much it is in training
     */
    public double share(double usual) {
        return Double.isNaN(share) ? usual : share;
    }

    /** Returns the seed of this forward pass's random decisions. */
    public long seed() {
        return seed;
    }

    public void forwardAs(boolean nowTraining, boolean nowSparse, long newSeed) {
        training = nowTraining;
        sparse = nowSparse;
        seed = newSeed;
        share = Double.NaN;
    }

    public void recalibrateAs(boolean nowTraining, double newShare) {
        training = nowTraining;
        sparse = false;
        share = newShare;
    }

    public void backwardTo(Value atOutput, List<@Nullable Value> atInputs, boolean weights) {
        outputGradient = atOutput;
        inputGradients = atInputs;
        wantsWeightGradient = weights;
    }
}
