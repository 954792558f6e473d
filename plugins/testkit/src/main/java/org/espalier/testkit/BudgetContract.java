package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;
import org.junit.jupiter.api.Test;

/** What every {@link Budget} keeps, with {@link FakeTimer layers timed} the same way every time. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface BudgetContract {
    /** Returns the budget under test; each call an equal one. */
    Budget budget();

    /** It says what it counts. */
    @Test
    default void budgetNamesItsUnit() {
        assertThat(budget().unit()).isNotBlank().isEqualTo(budget().unit());
    }

    /** A price is a finite number that is not negative. */
    @Test
    default void budgetPricesEveryLayer() {
        for (FakeNetwork network : List.of(FakeNetwork.mlp(), FakeNetwork.convolutional())) {
            for (LayerView layer : network.layers()) {
                assertThat(cost().cost(network.inputShape(layer), List.of(layer)))
                        .as("cost of %s", layer.id())
                        .isFinite()
                        .isGreaterThanOrEqualTo(0);
            }
        }
    }

    /** Layers that run one after the other cost the sum. */
    @Test
    default void budgetAddsUpAChain() {
        FakeNetwork network = FakeNetwork.convolutional();
        double sum = network.layers().stream()
                .mapToDouble(layer -> cost().cost(network.inputShape(layer), List.of(layer)))
                .sum();
        assertThat(cost().cost(network.inputShape(), network.layers())).isCloseTo(sum, within(1e-6 * Math.max(1, sum)));
    }

    /** A wider layer does not cost less. */
    @Test
    default void budgetAsksMoreForMore() {
        double before = 0;
        for (long width = 1; width <= 64; width *= 2) {
            FakeNetwork network = FakeNetwork.dense(16, width);
            double now = cost().cost(network.inputShape(), network.layers());
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(before).isPositive();
    }

    /** What may be spent is above zero, and does not fall as there is more to begin with. */
    @Test
    default void budgetLeavesSomethingToSpend() {
        double before = 0;
        for (double whole = 1; whole < 1e12; whole *= 10) {
            double limit = budget().limit(whole);
            assertThat(limit).as("limit of %s", whole).isPositive().isGreaterThanOrEqualTo(before);
            before = limit;
        }
    }

    private CostModel cost() {
        return budget().cost(new FakeTimer());
    }
}
