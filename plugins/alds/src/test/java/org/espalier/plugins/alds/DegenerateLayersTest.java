package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.espalier.api.budget.Choice;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerView;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers whose singular values are equal, or zero but for one. */
final class DegenerateLayersTest {
    private static final Map<String, Decomposition> DECOMPOSITIONS = Map.of(
            "alds", new Alds(List.of(Folding.values()), List.of(1, 2), ErrorMeasure.EXACT),
            "svd", new Alds(List.of(Folding.ENCODE), List.of(1), ErrorMeasure.FROBENIUS),
            "tucker", new Tucker(),
            "cp", new Cp(1.3, 512));

    private static final Map<String, UnaryOperator<INDArray>> LAYERS = layers();

    private static Map<String, UnaryOperator<INDArray>> layers() {
        var layers = new LinkedHashMap<String, UnaryOperator<INDArray>>();
        layers.put("zeros", weight -> weight.mul(0));
        layers.put("constant", weight -> weight.mul(0).addi(0.5));
        layers.put("one weight", DegenerateLayersTest::oneWeight);
        layers.put("one filter", DegenerateLayersTest::oneFilter);
        return layers;
    }

    private static INDArray oneWeight(INDArray weight) {
        float[] values = new float[(int) weight.length()];
        values[values.length / 2] = 2;
        return Flat.array(values, weight.shape());
    }

    private static INDArray oneFilter(INDArray weight) {
        float[] values = Flat.copy(weight);
        int filter = (int) (weight.length() / weight.size(0));
        Arrays.fill(values, 0, values.length - filter, 0);
        return Flat.array(values, weight.shape());
    }

    static Stream<List<String>> cases() {
        return DECOMPOSITIONS.keySet().stream()
                .flatMap(name -> LAYERS.keySet().stream().map(layer -> List.of(name, layer)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aLayerOfRankOneHasAChoiceThatLosesNothing(List<String> which) {
        Decomposition decomposition = DECOMPOSITIONS.get(which.get(0));
        UnaryOperator<INDArray> make = LAYERS.get(which.get(1));
        FakeNetwork plain = FakeNetwork.convolutional();
        FakeNetwork network = plain.with(plain.weights().map(make));
        boolean any = false;
        for (LayerView layer : network.layers()) {
            List<Choice> choices = decomposition.choices(layer, FakeCosts.parameters(), FakeScoring.of(network));
            if (choices.size() < 2) {
                continue;
            }
            any = true;
            Choice smallest = choices.stream()
                    .filter(choice -> !choice.knobs().isEmpty())
                    .min((a, b) -> Double.compare(a.cost(), b.cost()))
                    .orElseThrow();
            assertThat(choices).allSatisfy(choice -> assertThat(choice.error()).isBetween(0.0, 1.0 + 1e-9));
            assertThat(choices.stream()
                            .filter(choice -> !choice.knobs().isEmpty())
                            .mapToDouble(Choice::error)
                            .min())
                    .as("least error of %s", layer.id())
                    .hasValueCloseTo(0.0, within(1e-3));
            if (!which.get(1).equals("one filter") || which.get(0).equals("svd")) {
                assertThat(smallest.error())
                        .as("%s of %s", smallest.label(), layer.id())
                        .isLessThan(1e-3);
            }
            Factorization factors = decomposition.factorize(layer, smallest, FakeScoring.of(network));
            assertThat(arrays(factors)).isNotEmpty().allSatisfy(array -> assertThat(
                            array.sumNumber().doubleValue())
                    .as("sum of a factor of %s", layer.id())
                    .isFinite());
        }
        assertThat(any).isTrue();
    }

    private static List<INDArray> arrays(Factorization factors) {
        return ((Factorization.Chain) factors)
                .weights().stream()
                        .flatMap(weights -> weights.values().stream())
                        .toList();
    }
}
