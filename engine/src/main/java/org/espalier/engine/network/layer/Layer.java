package org.espalier.engine.network.layer;

import java.util.List;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.SparseKernel;

/** One operator with its shapes settled. Layers keep nothing between calls; what a batch needs is in its {@link LayerContext}. */
public interface Layer {
    /** Returns the shape of the output for one example. */
    List<Long> outputShape();

    /** Returns its parameters, in the order in which {@link LayerContext#weight} counts them. */
    default List<ParamInfo> params() {
        return List.of();
    }

    /**
     * Returns whether it may run by the living elements of a parameter, which {@link LayerContext#sparse} gives, and whether that is
     * faster.
     *
     * @param density the share of elements that are alive
     */
    default boolean runsSparsely(ParamInfo param, double density, SparseKernel kernel) {
        return false;
    }

    /** Returns what parameters of one axis start from, biases and such: 0 unless it says otherwise. */
    default double start(ParamInfo param) {
        return 0;
    }

    /** Returns what it keeps from batch to batch without training it, in the order of {@link LayerContext#statistic}. */
    default List<Statistic> statistics() {
        return List.of();
    }

    /** Returns the shapes of what it keeps from the way forward for the way back, in the order of {@link LayerContext#kept}. */
    default List<long[]> kept() {
        return List.of();
    }

    /** Returns how its memory may be shared. */
    default Memory memory() {
        return Memory.SEPARATE;
    }

    /** Returns whether its output may be written over its one input where nobody goes back. */
    default boolean worksInPlace() {
        return memory() == Memory.IN_PLACE;
    }

    /** Returns whether the way back needs the inputs as they were. */
    default boolean needsInput() {
        return true;
    }

    /** Returns whether the way back needs the output as it was. */
    default boolean needsOutput() {
        return false;
    }

    /** Returns whether it takes random decisions in training, for which it needs {@link LayerContext#seed}. */
    default boolean random() {
        return false;
    }

    /** Computes {@link LayerContext#output} from {@link LayerContext#input}. */
    void forward(LayerContext pass);

    /**
     * Computes the gradients at the parameters if {@link LayerContext#wantsWeightGradient} and at each input for which
     * {@link LayerContext#wantsInputGradient}, from {@link LayerContext#outputGradient}.
     */
    void backward(LayerContext pass);

    /** How a layer's output lies to its input. */
    enum Memory {
        /** In memory of its own. */
        SEPARATE,
        /** May be written over the one input, and the gradient at the input over that at the output. */
        IN_PLACE,
        /** The one input's memory under another shape; nothing is computed in either direction. */
        RESHAPED,
        /** In memory of its own, but the gradient at each input is that at the output; backward is not called. */
        SUM
    }
}
