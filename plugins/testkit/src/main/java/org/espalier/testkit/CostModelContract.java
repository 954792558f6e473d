package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;
import org.junit.jupiter.api.Test;

/** What every {@link CostModel} keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface CostModelContract {
    /** Returns the cost model under test; each call an equal one. */
    CostModel costModel();

    /**
     * Returns whether prices are measured, as milliseconds are, and so differ from call to call.
     *
     * @return {@code false}: prices are counted; a chain costs what its layers cost, and a larger layer not less
     */
    default boolean costModelMeasures() {
        return false;
    }

    /** A price is a finite number that is not negative. */
    @Test
    default void costModelPricesEveryLayer() {
        for (FakeNetwork network : List.of(FakeNetwork.mlp(), FakeNetwork.convolutional())) {
            for (LayerView layer : network.layers()) {
                assertThat(costModel().cost(List.of(layer)))
                        .as("cost of %s", layer.id())
                        .isFinite()
                        .isGreaterThanOrEqualTo(0);
            }
        }
    }

    /** Layers that run one after the other cost the sum. */
    @Test
    default void costModelAddsUpAChain() {
        if (costModelMeasures()) {
            return;
        }
        List<LayerView> chain = FakeNetwork.convolutional().layers();
        double sum = chain.stream()
                .mapToDouble(layer -> costModel().cost(List.of(layer)))
                .sum();
        assertThat(costModel().cost(chain)).isCloseTo(sum, within(1e-6 * Math.max(1, sum)));
    }

    /** A wider layer does not cost less. */
    @Test
    default void costModelAsksMoreForMore() {
        if (costModelMeasures()) {
            return;
        }
        double before = 0;
        for (long width = 1; width <= 64; width *= 2) {
            LayerView layer = FakeNetwork.dense(16, width).layers().get(0);
            double now = costModel().cost(List.of(layer));
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(before).isPositive();
    }
}
