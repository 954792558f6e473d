package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.espalier.api.budget.Budget;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.budget.Timer;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerView;
import org.espalier.engine.ledger.LatencyBudget;
import org.espalier.engine.pipeline.Decompose;
import org.espalier.engine.pipeline.Decompose.Coverage;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.FakeWorkbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets of measured time, with clocks that are set. */
final class MeasuredBudgetTest {
    private static final Alds ALDS = new Alds(List.of(Folding.values()), List.of(), ErrorMeasure.FROBENIUS);
    private static final FakeNetwork NETWORK = FakeNetwork.convolutional();

    /** However small its layers are, a chain takes longer than one layer. */
    private static final Timer CHAINS_ARE_SLOWER = (inputShape, chain, batchSize) -> 2.0 * chain.size();

    /** A layer takes 1 ms; two convolutions take a quarter of that and more with their weights, two dense layers 2 ms. */
    private static final Timer CONVOLUTIONS_PAY = (inputShape, chain, batchSize) -> {
        if (chain.size() == 1) {
            return 1;
        }
        return chain.get(0).spec() instanceof Convolution ? 0.25 + 1e-3 * weights(chain) : 2;
    };

    @TempDir
    Path folder;

    private static double weights(List<LayerView> chain) {
        return chain.stream().mapToDouble(layer -> layer.params().get(0).size()).sum();
    }

    /** The engine's budget of time, measured by another clock. */
    private record Clocked(LatencyBudget budget, Timer clock) implements Budget {
        @Override
        public String unit() {
            return budget.unit();
        }

        @Override
        public CostModel cost(Timer ignored) {
            return budget.cost(clock);
        }

        @Override
        public double limit(double whole) {
            return budget.limit(whole);
        }
    }

    private static CostModel measured(Timer clock) {
        return new LatencyBudget(0.5, 1).cost(clock);
    }

    private static List<Choice> choices(LayerView layer, Timer clock) {
        return ALDS.choices(layer, measured(clock), FakeScoring.of(NETWORK));
    }

    private FakeWorkbench decompose(double keep, Timer clock) {
        FakeWorkbench bench = FakeWorkbench.of(NETWORK, folder);
        new Decompose(
                        ALDS,
                        new MinMax(),
                        new Clocked(new LatencyBudget(keep, 1), clock),
                        Coverage.LAYERS,
                        List.of("*"),
                        List.of(),
                        false,
                        true)
                .run(bench);
        return bench;
    }

    private static List<String> replaced(FakeWorkbench bench) {
        return bench.events().stream()
                .filter(event -> event.startsWith("replace "))
                .toList();
    }

    @Test
    void whereChainsAreSlowerALayerCanOnlyStayAsItIs() {
        for (LayerView layer : NETWORK.layers()) {
            List<Choice> choices = choices(layer, CHAINS_ARE_SLOWER);
            assertThat(choices).hasSize(Kernel.has(layer) ? 1 : 0).allSatisfy(choice -> {
                assertThat(choice.knobs()).isEmpty();
                assertThat(choice.cost()).isEqualTo(2);
            });
        }
    }

    /** Three layers of 2 ms. */
    @Test
    void whereChainsAreSlowerTheStageSaysWhatCanBeReached() {
        assertThatThrownBy(() -> decompose(0.9, CHAINS_ARE_SLOWER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the budget is 5.400 of 6 milliseconds at batch 1, but the least that can be reached is 6, a"
                                + " share of 1.0000");
        assertThat(replaced(decompose(1, CHAINS_ARE_SLOWER))).isEmpty();
    }

    @Test
    void aLayerThatDoesNotPayStaysAndTheOthersMakeUpForIt() {
        FakeWorkbench bench = decompose(0.7, CONVOLUTIONS_PAY);
        assertThat(replaced(bench)).containsExactly("replace conv2 by 2 factors", "replace conv1 by 2 factors");
        assertThat(bench.events()).contains("say fc unchanged: 1 milliseconds at batch 1");
        double after = bench.record().metrics().stream()
                .filter(row -> row.key().equals("decompose.after"))
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(after).isLessThanOrEqualTo(0.7 * 3);
    }

    /** Time is asked for what a chain is, of the batch that was asked for. */
    @Test
    void theBatchSizeOfTheBudgetIsTimed() {
        var sizes = new ArrayList<Integer>();
        Timer clock = (inputShape, chain, batchSize) -> {
            sizes.add(batchSize);
            return chain.size();
        };
        ALDS.choices(NETWORK.layers().get(0), new LatencyBudget(0.5, 64).cost(clock), FakeScoring.of(NETWORK));
        assertThat(sizes).hasSizeGreaterThan(1).containsOnly(64);
    }

    /** Whatever the clock says, no choice is as slow as the layer, and none slower than a larger one of its family. */
    @Property(tries = 50)
    void whatIsOfferedPays(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        Timer noisy = (inputShape, chain, batchSize) ->
                chain.size() == 1 ? 1 : random.nextDouble(0.2, 1.2) + weights(chain) / 500;
        int factored = 0;
        for (LayerView layer : NETWORK.layers()) {
            var families = new HashMap<String, Choice>();
            for (Choice choice : choices(layer, noisy)) {
                if (choice.knobs().isEmpty()) {
                    assertThat(choice.cost()).isCloseTo(1, within(1e-12));
                    continue;
                }
                factored++;
                assertThat(choice.cost()).isLessThan(1);
                Choice smaller = families.put(choice.family(), choice);
                if (smaller != null) {
                    assertThat(choice.cost()).isGreaterThan(smaller.cost());
                    assertThat(choice.error()).isLessThanOrEqualTo(smaller.error() + 1e-9);
                }
            }
        }
        assertThat(factored).isPositive();
    }
}
