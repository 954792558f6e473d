package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.decompose.Factorization.Products;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.network.architecture.template.Recurrent;
import org.espalier.testkit.FakeChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cells that really run, with products in the place of their matrices. */
final class GateProductsTest {
    private static final Alds SVD = new Alds(List.of(Folding.ENCODE), List.of(1), ErrorMeasure.EXACT);
    private static final List<Long> STEPS = List.of(7L, 9L);
    private static final INDArray INPUTS = SmallNetwork.noise(100, 4, 7, 9).muli(4);

    private static SmallNetwork network(Cell cell) {
        var layers = new LinkedHashMap<String, LayerSpec>();
        layers.put("cell", new Recurrent(cell, 12, true).spec(STEPS));
        layers.put("fc1", new Dense(12, 5, 1, true));
        return SmallNetwork.of(STEPS, layers);
    }

    private static Products factorize(SmallNetwork network, Choice choice) {
        return (Products) SVD.factorize(network.layer("cell"), choice, new Look(network, INPUTS));
    }

    /** Returns what the layer could become, by number of weights. */
    private static List<Choice> choices(SmallNetwork network) {
        List<Choice> all = SVD.choices(network.layer("cell"), SmallNetwork.everyChainPays(), new Look(network, INPUTS));
        return all.subList(1, all.size());
    }

    private static Matrix matrix(SmallNetwork network, ParamInfo info) {
        return Oracle.of(
                Flat.copy(network.effective(info.id())),
                Math.toIntExact(info.shape().get(0)));
    }

    private static List<ParamInfo> matrices(SmallNetwork network) {
        return network.layer("cell").params().stream()
                .filter(ParamInfo::prunable)
                .toList();
    }

    /** No choice has full ranks, which would not pay, so they are asked for. */
    @ParameterizedTest
    @EnumSource(Cell.class)
    void atFullRankACellComputesWhatItDid(Cell cell) {
        SmallNetwork network = network(cell);
        var ranks = new LinkedHashMap<String, Integer>();
        matrices(network)
                .forEach(info ->
                        ranks.put(info.id().name(), (int) Math.min(info.shape().get(0), info.rowSize())));
        assertThat(ranks.keySet()).containsExactlyElementsOf(cell.matrices());
        Products full = factorize(network, new FakeChoice("full", ranks, 0, 0));
        full.byMatrix().forEach((id, factors) -> assertThat(
                        SmallNetwork.distance(factors.left().mmul(factors.right()), network.effective(id)))
                .as(id.toString())
                .isLessThan(1e-6));
        SmallNetwork factored = network.replace(network.layer("cell"), full);
        assertThat(factored.layer("cell").factored()).hasSameSizeAs(cell.matrices());
        assertThat(SmallNetwork.distance(factored.run(INPUTS), network.run(INPUTS)))
                .isLessThan(1e-5);
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void atALowerRankACellComputesWhatItDoesWithTheProducts(Cell cell) {
        SmallNetwork network = network(cell);
        LayerView layer = network.layer("cell");
        List<Choice> choices = choices(network);
        assertThat(choices).hasSizeGreaterThan(5);
        for (Choice choice : choices) {
            Products products = factorize(network, choice);
            assertThat(products.byMatrix().keySet())
                    .extracting(ParamId::name)
                    .containsExactlyInAnyOrderElementsOf(choice.knobs().keySet());
            SmallNetwork multiplied = network;
            for (var entry : products.byMatrix().entrySet()) {
                INDArray product = entry.getValue().left().mmul(entry.getValue().right());
                multiplied = multiplied.with(entry.getKey(), Flat.copy(product.dup('c')));
            }
            INDArray outputs = network.replace(layer, products).run(INPUTS);
            assertThat(SmallNetwork.distance(outputs, multiplied.run(INPUTS)))
                    .as(choice.label())
                    .isLessThan(1e-5);
            assertThat(SmallNetwork.distance(outputs, network.run(INPUTS))).isGreaterThan(1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void errorsAreTheLargestOperatorNormOfWhatAMatrixLoses(Cell cell) {
        SmallNetwork network = network(cell);
        Map<String, Matrix> whole = new LinkedHashMap<>();
        matrices(network).forEach(info -> whole.put(info.id().name(), matrix(network, info)));
        for (Choice choice : choices(network)) {
            Products products = factorize(network, choice);
            double expected = 0;
            for (Map.Entry<String, Integer> knob : choice.knobs().entrySet()) {
                Matrix matrix = requireNonNull(whole.get(knob.getKey()));
                double norm = Oracle.norm(matrix);
                double lost = Oracle.norm(Oracle.residual(matrix, 1, knob.getValue())) / norm;
                expected = Math.max(expected, lost);
                var factors = requireNonNull(products.byMatrix().get(ParamId.of("cell", knob.getKey())));
                assertThat(factors.rank()).isEqualTo((long) knob.getValue());
                float[] gap = Flat.copy(network.effective(ParamId.of("cell", knob.getKey()))
                        .sub(factors.left().mmul(factors.right())));
                assertThat(Oracle.norm(Oracle.of(gap, matrix.rows())) / norm)
                        .as("what %s of rank %d really loses", knob.getKey(), knob.getValue())
                        .isCloseTo(lost, within(1e-6));
            }
            assertThat(choice.error()).as(choice.label()).isCloseTo(expected, within(1e-7));
        }
    }

    /** Each level is the cheapest within its error: no matrix could have a smaller rank. */
    @ParameterizedTest
    @EnumSource(Cell.class)
    void ranksAreTheSmallestWithinTheError(Cell cell) {
        SmallNetwork network = network(cell);
        Map<String, double[]> values = new LinkedHashMap<>();
        matrices(network).forEach(info -> values.put(info.id().name(), Oracle.singularValues(matrix(network, info))));
        for (Choice choice : choices(network)) {
            choice.knobs().forEach((name, rank) -> {
                double[] own = requireNonNull(values.get(name));
                assertThat(own[rank] / own[0]).isLessThanOrEqualTo(choice.error() + 1e-9);
                if (rank > 1) {
                    assertThat(own[rank - 1] / own[0])
                            .as("error of %s with a rank less than %d", name, rank)
                            .isGreaterThan(choice.error() - 1e-9);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.class)
    void aMatrixThatIsNotFiniteIsNamed(Cell cell) {
        ParamId broken = ParamId.of("cell", cell.matrices().get(4));
        SmallNetwork network = network(cell);
        float[] weights = Flat.copy(network.effective(broken));
        weights[3] = Float.NaN;
        SmallNetwork spoilt = network.with(broken, weights);
        assertThatThrownBy(() -> choices(spoilt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 'cell' cannot be decomposed: its weight '" + broken
                        + "' has NaN in it. Train with a lower learning rate, or load other weights");
    }
}
