package org.espalier.api.score;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The engine's measuring bench, lent to evidence only. Everything runs with the network in inference mode, on its own
 * stream of random numbers, and leaves no trace.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Instruments {
    /** Returns the network. */
    NetworkView network();

    /**
     * Returns batches of training examples without augmentation, the same ones on every call of one gathering.
     *
     * @param count how many batches, at least 1
     * @param size examples in a batch, at least 1; per-sample gradients take 1
     */
    Iterable<Batch> batches(int count, int size);

    /**
     * Returns the gradient of an objective with respect to the effective weights of every parameter, for one batch.
     * It is dense: masked weights have one too, which growth needs.
     */
    Tensors gradients(Objective objective, Batch batch);

    /** Runs the network forward and shows every layer's first input and its output to {@code tap}, in the order of the layers. */
    void forward(Batch batch, Tap tap);

    /** Returns the objective that the network is trained with, averaged over a batch. */
    Objective taskLoss();

    /** Returns a metric on the validation examples: {@code loss} or {@code accuracy}. */
    double validation(String metric);

    /** Returns a metric on the validation examples. */
    double validation(Metric metric);

    /**
     * Returns what the optimizer keeps for a parameter, zeros of its shape when nothing was trained yet.
     *
     * @param slot the slot's name, such as {@code momentum}
     * @throws IllegalArgumentException when the optimizer has no such slot
     */
    INDArray optimizerState(ParamId id, String slot);

    /**
     * Runs {@code body} with the weights replaced, then puts the old ones back, also when {@code body} throws.
     *
     * @param replacement from all parameters and state tensors (such as batch-norm statistics) to those to run with;
     *     what it leaves out stays as it is
     */
    <T> T withWeights(UnaryOperator<Tensors> replacement, Supplier<T> body);

    /** Returns the stream of random numbers for this measurement. */
    RandomGenerator random();

    /**
     * Sees the layers of a forward pass.
     *
     * <p>Arrays are in c order and begin with the batch: {@code [batch, features]} in dense layers, {@code [batch, channels, height,
     * width]} in convolutions, {@code [batch, steps, features]} in sequences, each example's steps one behind the other in time. A
     * dense layer over sequences reads the last axis. A recurrent layer's input is that of its {@code weight.*} matrices; its output
     * is the hidden state after each step, or after the last alone where it gives only that.
     */
    @FunctionalInterface
    interface Tap {
        /** Called for each layer in turn; both arrays are valid only during the call. */
        void seen(LayerId layer, INDArray input, INDArray output);

        /**
         * Called for a recurrent layer behind {@link #seen}; by default does nothing.
         *
         * @param states gives the hidden state before each step, {@code [batch, steps, hidden]}, which is what the layer's
         *     {@code recurrent.*} matrices read and zero before the first; computed when asked for, during the call
         */
        default void seenStates(LayerId layer, Supplier<INDArray> states) {}
    }
}
