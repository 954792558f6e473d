package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.budget.Timer;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/** Takes a microsecond for a layer and an example, and another for each use of a weight. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class FakeTimer implements Timer {
    @Override
    public double milliseconds(List<Long> inputShape, List<LayerView> chain, int batchSize) {
        double uses = chain.stream().mapToDouble(FakeTimer::uses).sum();
        return batchSize * (chain.size() + uses) / 1000;
    }

    private static double uses(LayerView layer) {
        long weights = layer.params().stream()
                .filter(ParamInfo::prunable)
                .mapToLong(ParamInfo::size)
                .sum();
        return (double) weights * layer.positions();
    }
}
