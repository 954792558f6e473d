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

    /** The name of the array that {@link #update} finds among the slots where {@link #countsSteps} asks for it. */
    String STEPS = "steps";

    /**
     * Returns whether steps are counted for each element, from where its slots were zero; false by default. Adam's bias
     * correction needs that. Elements whose slots were made or cleared later have made fewer steps than others. Then there is
     * a slot named {@value #STEPS} with the number of steps of each element, and {@link #update} adds the present step to it.
     * Without that slot, {@code step} holds for all elements.
     */
    default boolean countsSteps() {
        return false;
    }

    /** Returns the names of the arrays it keeps for each trained array, such as {@code momentum}; they start at zero. */
    List<String> slots();

    /**
     * Moves one array, in place.
     *
     * @param weight the trained array; changed
     * @param gradient of the same shape; unchanged
     * @param slots the arrays named by {@link #slots()}, of the same shape, and maybe {@value #STEPS}; changed
     * @param learningRate the present learning rate
     * @param step which step of this optimizer it is, from 1
     * @param decays whether weight decay applies. It pulls at weights that can be pruned, and at nothing else: biases, scales and
     *     shifts do not decay, where PyTorch's {@code weight_decay} pulls at every parameter
     */
    void update(
            INDArray weight,
            INDArray gradient,
            Map<String, INDArray> slots,
            double learningRate,
            long step,
            boolean decays);
}
