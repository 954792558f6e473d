package org.espalier.api.score;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a gradient is taken of: a number computed from the network's output. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Objective {
    /**
     * Returns the value for a batch, and its gradient with respect to {@code output}, which stays unchanged.
     *
     * @param output what the last layer computes: for the classifiers that are built here logits {@code [batch, classes]},
     *     before any softmax
     */
    Cost of(INDArray output, Batch batch);

    /**
     * A value and its gradient.
     *
     * @param value the objective's value, averaged over the batch
     * @param gradientAtOutput its gradient, of the output's shape
     */
    record Cost(double value, INDArray gradientAtOutput) {
        public Cost {
            requireNonNull(gradientAtOutput, "gradientAtOutput is null");
        }
    }
}
