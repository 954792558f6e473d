package org.espalier.engine.network;

import java.util.List;
import org.espalier.api.model.ParamInfo;

/** One operator with its shapes settled. Layers keep nothing between calls; what a batch needs is in its {@link Pass}. */
interface Layer {
    /** Returns the shape of the output for one example. */
    List<Long> outputShape();

    /** Returns its parameters, in the order in which {@link Pass#weight} counts them. */
    default List<ParamInfo> params() {
        return List.of();
    }

    /** Returns whether the output is the input's memory under another shape. */
    default boolean reshapes() {
        return false;
    }

    /** Returns how many ints it keeps for each example between forward and backward. */
    default long indices() {
        return 0;
    }

    /** Returns whether it takes random decisions in training, for which it needs {@link Pass#seed}. */
    default boolean random() {
        return false;
    }

    /** Computes {@link Pass#output} from {@link Pass#input}. */
    void forward(Pass pass);

    /**
     * Computes the gradients at the parameters if {@link Pass#wantsWeightGradient} and at the input if
     * {@link Pass#wantsInputGradient}, from {@link Pass#outputGradient}.
     */
    void backward(Pass pass);
}
