package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.espalier.api.budget.Choice;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.junit.jupiter.api.Test;

/** What every {@link Decomposition} of dense and convolution layers keeps. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface DecompositionContract {
    /** How far an error may lie beyond a bound by rounding. */
    double TINY = 1e-9;

    /** Returns the decomposition under test; each call an equal one. */
    Decomposition decomposition();

    /** Returns the networks whose layers it is tried on. */
    default List<FakeNetwork> decompositionNetworks() {
        return List.of(FakeNetwork.mlp(), FakeNetwork.convolutional());
    }

    /**
     * Returns how far a rebuilt weight is from the one it stands for, in the measure that {@link Choice#error} uses: by
     * default the Frobenius norm of the difference over that of the weight.
     *
     * @param weight elements in canonical c order
     * @param rebuilt as many
     */
    default double decompositionError(LayerView layer, float[] weight, float[] rebuilt) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < weight.length; i++) {
            difference += (weight[i] - rebuilt[i]) * (double) (weight[i] - rebuilt[i]);
            norm += (double) weight[i] * weight[i];
        }
        return Math.sqrt(difference / norm);
    }

    /**
     * Returns whether a choice's error only ranks choices and bounds nothing.
     *
     * @return {@code false}: no rebuilt weight is further off than its choice says
     */
    default boolean decompositionErrorsAreEstimates() {
        return false;
    }

    /** Every choice has a label of its own, a price and an error between its bounds; layers without weights have no choice. */
    @Test
    default void decompositionPricesItsChoices() {
        forEveryLayer((network, layer, choices) -> {
            assertThat(choices).extracting(Choice::label).doesNotHaveDuplicates();
            assertThat(choices).allSatisfy(choice -> {
                assertThat(choice.cost()).isFinite().isGreaterThanOrEqualTo(0);
                assertThat(choice.errorAtLeast()).isNotNegative();
                assertThat(choice.error())
                        .isFinite()
                        .isGreaterThanOrEqualTo(choice.errorAtLeast() - TINY)
                        .isLessThanOrEqualTo(choice.errorAtMost() + TINY);
            });
            if (layer.params().isEmpty()) {
                assertThat(choices).isEmpty();
            }
        });
    }

    /** Wherever it has choices, one of them is the layer as it is. */
    @Test
    default void decompositionCanLeaveALayerAsItIs() {
        forEveryLayer((network, layer, choices) -> {
            if (choices.isEmpty()) {
                return;
            }
            assertThat(choices)
                    .filteredOn(choice -> choice.knobs().isEmpty())
                    .singleElement()
                    .satisfies(unchanged -> {
                        assertThat(unchanged.error()).isZero();
                        assertThat(unchanged.cost())
                                .isEqualTo(FakeCosts.parameters().cost(network.inputShape(layer), List.of(layer)));
                    });
        });
    }

    /** Within a family more cost buys no larger error, and no larger bounds of it. */
    @Test
    default void decompositionFamiliesGetBetterAsTheyGetDearer() {
        forEveryLayer((network, layer, choices) -> {
            var families = new LinkedHashMap<String, Choice>();
            choices.stream().sorted(Comparator.comparingDouble(Choice::cost)).forEach(choice -> {
                Choice cheaper = families.put(choice.family(), choice);
                if (cheaper == null) {
                    return;
                }
                assertThat(choice.cost()).as("cost of %s", choice.label()).isGreaterThan(cheaper.cost());
                assertThat(choice.error())
                        .as("error of %s", choice.label())
                        .isLessThanOrEqualTo(cheaper.error() + TINY);
                assertThat(choice.errorAtLeast()).isLessThanOrEqualTo(cheaper.errorAtLeast() + TINY);
                assertThat(choice.errorAtMost()).isLessThanOrEqualTo(cheaper.errorAtMost() + TINY);
            });
        });
    }

    /** The factors are no further from the weight than the choice said, and cost what it said. */
    @Test
    default void decompositionDeliversWhatItPriced() {
        forEveryLayer((network, layer, choices) -> factored(choices).forEach(choice -> {
            var chain = (Factorization.Chain) factorize(network, layer, choice);
            List<Long> inputShape = network.inputShape(layer);
            List<LayerView> views = ChainViews.of(layer, inputShape, chain.layers());
            assertThat(views.get(views.size() - 1).outputShape()).isEqualTo(layer.outputShape());
            assertThat(FakeCosts.parameters().cost(inputShape, views))
                    .as("cost of %s for %s", choice.label(), layer.id())
                    .isCloseTo(choice.cost(), within(1e-6 * Math.max(1, choice.cost())));
            if (!decompositionErrorsAreEstimates()) {
                assertThat(error(network, layer, chain))
                        .as("error of %s for %s", choice.label(), layer.id())
                        .isLessThanOrEqualTo(choice.error() + 1e-4);
            }
        }));
    }

    /** It writes into nothing, and asks for what it declared. */
    @Test
    default void decompositionUsesTheEvidenceItDeclaresAndChangesNothing() {
        FakeNetwork network = decompositionNetworks().get(0);
        FakeScoring scoring = look(network);
        Untouched untouched = Untouched.network(network);
        for (LayerView layer : network.layers()) {
            factored(decomposition().choices(layer, FakeCosts.parameters(), scoring))
                    .forEach(choice -> decomposition().factorize(layer, choice, scoring));
        }
        untouched.verify();
        assertThat(scoring.used()).isEqualTo(decomposition().evidence());
    }

    private static Stream<Choice> factored(List<Choice> choices) {
        return choices.stream().filter(choice -> !choice.knobs().isEmpty());
    }

    private List<Choice> choices(FakeNetwork network, LayerView layer) {
        return decomposition().choices(layer, FakeCosts.parameters(), look(network));
    }

    private Factorization factorize(FakeNetwork network, LayerView layer, Choice choice) {
        return decomposition().factorize(layer, choice, look(network));
    }

    private FakeScoring look(FakeNetwork network) {
        return FakeScoring.of(network).declaring(decomposition().evidence());
    }

    private double error(FakeNetwork network, LayerView layer, Factorization.Chain chain) {
        ParamInfo weight =
                layer.params().stream().filter(ParamInfo::prunable).findFirst().orElseThrow();
        float[] rebuilt = Chains.rebuild(chain);
        assertThat(rebuilt).hasSize((int) weight.size());
        return decompositionError(layer, Untouched.values(network.latent(weight.id())), rebuilt);
    }

    private void forEveryLayer(DecompositionCase body) {
        for (FakeNetwork network : decompositionNetworks()) {
            network.layers().forEach(layer -> body.check(network, layer, choices(network, layer)));
        }
    }
}
