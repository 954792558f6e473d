package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.model.LayerView;

/** Measures how long layers run on this machine. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Timer {
    /**
     * Returns the time of a forward pass through a chain of layers; a chain that was timed before costs nothing.
     *
     * @param inputShape the shape that the first layer reads, for one example
     * @param chain layers that run one after the other
     * @param batchSize examples in the pass, at least 1
     * @return milliseconds, above 0
     */
    double milliseconds(List<Long> inputShape, List<LayerView> chain, int batchSize);
}
