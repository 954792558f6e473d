package org.espalier.api.train;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves trained arrays along their gradients: SGD, momentum, Nesterov, Adam, AdamW. Stateless; slots are the engine's. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Optimizer {
    /** Returns the learning rate before any schedule, above 0. */
    double learningRate();

    /** Returns the names of the arrays it keeps for each trained array, such as {@code momentum}; they start at zero. */
    List<String> slots();

    /**
     * Moves one array, in place.
     *
     * @param weight the trained array; changed
     * @param gradient of the same shape; unchanged
     * @param slots the arrays named by {@link #slots()}, of the same shape; changed
     * @param learningRate the present learning rate
     * @param step which step of this optimizer it is, from 1
     * @param decays whether weight decay applies: not to biases and normalisation parameters
     */
    void update(
            INDArray weight,
            INDArray gradient,
            Map<String, INDArray> slots,
            double learningRate,
            long step,
            boolean decays);
}
