package org.espalier.engine.ledger;

import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.CostModel;
import org.espalier.api.budget.Timer;
import org.espalier.api.model.LayerView;
import org.espalier.api.plugin.Knob;

/**
 * So much time for a forward pass, as it is measured on this machine, with each chain of layers running alone: what layers that
 * run one after the other have in the cache of each other is not seen, and another machine may rank choices otherwise. Two
 * measurements differ, so that what comes of it may differ from run to run.
 */
public record LatencyBudget(
        @Knob("a share in (0, 1] of the time that the layers take, or above 1 a number of milliseconds") @Positive
        double keep,

        @Knob(value = "examples in the batch whose time is measured", otherwise = "1") @Positive
        int batchSize)
        implements Budget {
    @Override
    public String unit() {
        return "milliseconds at batch " + batchSize;
    }

    @Override
    public CostModel cost(Timer timer) {
        return new Measured(timer, batchSize);
    }

    @Override
    public double limit(double whole) {
        return Keep.of(keep, whole);
    }

    private record Measured(Timer timer, int batchSize) implements CostModel {
        @Override
        public double cost(List<Long> inputShape, List<LayerView> chain) {
            return timer.milliseconds(inputShape, chain, batchSize);
        }

        @Override
        public boolean isMeasured() {
            return true;
        }
    }
}
