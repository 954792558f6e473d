package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
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
}
