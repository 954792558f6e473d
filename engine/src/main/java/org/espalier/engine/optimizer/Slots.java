package org.espalier.engine.optimizer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds what an optimizer keeps. */
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
}
