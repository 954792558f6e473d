package org.espalier.engine.network;

import java.util.Map;
import org.espalier.engine.kernel.AdamStep;
import org.espalier.engine.kernel.Decay;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.Kernels;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds what an optimizer keeps, and moves weights by it. */
final class Slots {
    private Slots() {}

    static INDArray get(Map<String, INDArray> slots, String name) {
        INDArray slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException(
                    "the optimizer's slot '" + name + "' is missing; there are " + slots.keySet());
        }
        return slot;
    }

    /**
     * Makes a step of Adam, with each element's own count of steps where there is one.
     *
     * @param steps how many steps each element made; null where all made as many as {@code step} says
     */
    static void adam(
            INDArray weight,
            INDArray gradient,
            @Nullable INDArray steps,
            INDArray mean,
            INDArray square,
            AdamStep step,
            Decay decay) {
        Kernel kernel = Kernels.of(weight.dataType());
        if (steps == null) {
            kernel.adam(weight, gradient, mean, square, step, decay);
        } else {
            kernel.adam(weight, gradient, mean, square, steps, step, decay);
        }
    }
}
