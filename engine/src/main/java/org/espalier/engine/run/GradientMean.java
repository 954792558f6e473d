package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Averages the gradients of several batches, each example counting alike, as if they had been one batch. Gradients are
 * those at the effective weights, which stay while a step lasts.
 */
final class GradientMean {
    private final LiveNetwork live;
    private final List<ParamInfo> params;
    private final Map<ParamId, INDArray> sums = new LinkedHashMap<>();
    private long examples;

    GradientMean(LiveNetwork live, List<ParamInfo> params) {
        this.live = live;
        this.params = params;
    }

    /** Takes in the gradients that the network has now, the mean over {@code count} examples. */
    void add(int count) {
        for (ParamInfo param : params) {
            INDArray gradient = live.network().gradient(param.id());
            gradient.muli(count);
            INDArray sum =
                    sums.computeIfAbsent(param.id(), id -> gradient.ulike().assign(0));
            sum.addi(gradient);
        }
        examples += count;
    }

    /** Writes the mean where the network has its gradients, and starts anew. */
    void write() {
        for (ParamInfo param : params) {
            INDArray sum = sums.get(param.id());
            if (sum == null) {
                throw new IllegalStateException("no gradient of " + param.id() + " was added");
            }
            live.network().gradient(param.id()).assign(sum.divi(examples));
            sum.assign(0);
        }
        examples = 0;
    }
}
