package org.espalier.api.data;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples that pass through the network together.
 *
 * @param inputs {@code [batch, …shape of one example]}, float
 * @param labels class indices from 0, int: {@code [batch]}, or {@code [batch, time]} where each step of a sequence has one;
 *     an empty array when there are none
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Batch(INDArray inputs, INDArray labels) {
    public Batch {
        requireNonNull(inputs, "inputs is null");
        requireNonNull(labels, "labels is null");
    }

    /** Returns whether the examples are labelled. */
    public boolean labelled() {
        return !labels.isEmpty();
    }

    /** Returns the number of examples. */
    public int size() {
        return (int) inputs.size(0);
    }
}
