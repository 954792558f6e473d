package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.model.LayerView;

/** Prices layers: in parameters, FLOPs, bytes or measured milliseconds. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface CostModel {
    /**
     * Returns what a chain of layers costs for one example.
     *
     * @param inputShape the shape that the first layer reads, without the batch axis
     * @param chain layers that run one after the other, each with the shape of its output
     * @return a number in the model's unit, at least 0
     */
    double cost(List<Long> inputShape, List<LayerView> chain);

    /** Returns whether prices are measured, which takes time, so that it is better to ask for few of them. */
    default boolean isMeasured() {
        return false;
    }
}
