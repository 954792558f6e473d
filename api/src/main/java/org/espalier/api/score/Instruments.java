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

    /** Runs the network forward and shows every layer's input and output to {@code tap}. */
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

    /** Sees the layers of a forward pass. */
    @FunctionalInterface
    interface Tap {
        /** Called for each layer in turn; both arrays are valid only during the call. */
        void seen(LayerId layer, INDArray input, INDArray output);
    }
}
