package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Recurrent layers, here one of two matrices. */
final class GateMatricesTest {
    private static final Decomposition FROBENIUS =
            new Alds(List.of(Folding.ENCODE), List.of(1), ErrorMeasure.FROBENIUS);
    private static final String CELL = "weight.cell";
    private static final String RECURRENT = "recurrent.cell";

    /** Counts parameters, and may say that it measured them. */
    private record Parameters(boolean isMeasured) implements CostModel {
        @Override
        public double cost(List<Long> inputShape, List<LayerView> chain) {
            return chain.stream()
                    .flatMap(layer -> layer.params().stream())
                    .mapToDouble(ParamInfo::size)
                    .sum();
        }
    }

    private static final CostModel COUNTED = new Parameters(false);

    /** Returns a network whose first layer is recurrent, of parameters with these shapes, each drawn from its own name. */
    private static FakeNetwork recurrent(Other spec, Map<String, List<Long>> shapes) {
        FakeNetwork network = FakeNetwork.dense(10, 12);
        LayerView dense = network.layers().get(0);
        var arrays = new LinkedHashMap<ParamId, INDArray>();
        var params = shapes.entrySet().stream()
                .map(entry -> {
                    boolean matrix = entry.getValue().size() == 2;
                    List<Axis> axes = matrix ? List.of(Axis.OUT, Axis.IN) : List.of(Axis.OUT);
                    return new ParamInfo(new ParamId(dense.id(), entry.getKey()), entry.getValue(), axes, matrix);
                })
                .toList();
        for (ParamInfo info : params) {
            Matrix values = Oracle.random((int) info.size(), 1, info.id().name().hashCode());
            arrays.put(info.id(), Flat.array(values.floats(), info));
        }
        return network.withLayer(new LayerView(dense.id(), spec, params, dense.inputs(), List.of(12L)))
                .with(new Tensors(arrays));
    }

    private static FakeNetwork whole() {
        var shapes = new LinkedHashMap<String, List<Long>>();
        shapes.put(CELL, List.of(12L, 10L));
        shapes.put(RECURRENT, List.of(12L, 12L));
        shapes.put("bias.cell", List.of(12L));
        return recurrent(new Other("LSTM", Map.of("steps", 3L)), shapes);
    }

    private static List<Choice> choices(FakeNetwork network, CostModel cost) {
        return FROBENIUS.choices(network.layers().get(0), cost, FakeScoring.of(network));
    }

    @Test
    void matricesGetRanksWherePricesAreCounted() {
        assertThat(choices(whole(), COUNTED)).hasSizeGreaterThan(5).allSatisfy(choice -> assertThat(choice.cost())
                .isLessThanOrEqualTo(120 + 144 + 12));
    }

    /** Factors are multiplied out before the layer runs, and save no time. */
    @Test
    void measuredPricesLeaveThemAlone() {
        assertThat(choices(whole(), new Parameters(true))).isEmpty();
    }

    /** One matrix is of rank 5 already, the other whole. */
    private static FakeNetwork factored() {
        var shapes = new LinkedHashMap<String, List<Long>>();
        shapes.put(CELL + ".left", List.of(12L, 5L));
        shapes.put(CELL + ".right", List.of(5L, 10L));
        shapes.put(RECURRENT, List.of(12L, 12L));
        shapes.put("bias.cell", List.of(12L));
        return recurrent(new Other("LSTM", Map.of("steps", 3L)).factoring(Map.of(CELL, 5L)), shapes);
    }

    @Test
    void matricesThatAreFactoredAreOfferedSmallerRanks() {
        List<Choice> choices = choices(factored(), COUNTED);
        assertThat(choices)
                .filteredOn(choice -> choice.knobs().isEmpty())
                .singleElement()
                .satisfies(unchanged -> {
                    assertThat(unchanged.cost()).isEqualTo(5 * (12 + 10) + 144 + 12);
                    assertThat(unchanged.error()).isZero();
                });
        assertThat(choices)
                .filteredOn(choice -> choice.knobs().containsKey(CELL))
                .hasSizeGreaterThan(3)
                .allSatisfy(choice -> {
                    int cell = choice.knobs().getOrDefault(CELL, 0);
                    int recurrent = choice.knobs().getOrDefault(RECURRENT, 0);
                    assertThat(cell).isBetween(1, 4);
                    assertThat(choice.cost())
                            .isEqualTo(cell * (12 + 10) + (recurrent == 0 ? 144 : recurrent * (12 + 12)) + 12);
                });
    }

    @Test
    void newFactorsAreOfTheProductAndAsFarFromItAsWasSaid() {
        FakeNetwork network = factored();
        LayerView layer = network.layers().get(0);
        ParamId cell = new ParamId(layer.id(), CELL);
        Matrix product = matrix(network, CELL + ".left").times(matrix(network, CELL + ".right"));
        for (Choice choice : choices(network, COUNTED)) {
            Integer rank = choice.knobs().get(CELL);
            if (rank == null) {
                continue;
            }
            var products = (Factorization.Products) FROBENIUS.factorize(layer, choice, FakeScoring.of(network));
            Factorization.Factors factors = requireNonNull(products.byMatrix().get(cell), "no factors");
            assertThat(factors.rank()).isEqualTo(rank.longValue());
            double lost = distance(matrix(factors.left()).times(matrix(factors.right())), product);
            double least = Oracle.residual(product, 1, rank).energy();
            assertThat(lost).isCloseTo(Math.sqrt(least), within(1e-5));
            assertThat(lost / Math.sqrt(product.energy())).isLessThanOrEqualTo(choice.error() + 1e-5);
        }
    }

    private static Matrix matrix(FakeNetwork network, String name) {
        return matrix(network.effective(new ParamId(network.layers().get(0).id(), name)));
    }

    private static Matrix matrix(INDArray array) {
        return new Matrix(
                (int) array.size(0), (int) array.size(1), array.dup('c').data().asDouble());
    }

    private static double distance(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += Math.pow(a.values()[i] - b.values()[i], 2);
        }
        return Math.sqrt(sum);
    }
}
