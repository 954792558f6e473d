package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.junit.jupiter.api.Test;

/** Which pairs of ranks are priced, of a convolution of 64 channels and 48 filters. */
final class TuckerTest {
    private static final FakeNetwork NETWORK = network();

    /** Counts weights and says that it measured; remembers the ranks that it was asked about. */
    private static final class Stopwatch implements CostModel {
        private final List<List<Long>> asked = new ArrayList<>();

        @Override
        public double cost(List<Long> inputShape, List<LayerView> chain) {
            if (chain.size() > 1 && chain.get(1).spec() instanceof Convolution core) {
                asked.add(List.of(core.out(), core.in()));
            }
            return FakeCosts.parameters().cost(inputShape, chain);
        }

        @Override
        public boolean isMeasured() {
            return true;
        }
    }

    private static FakeNetwork network() {
        FakeNetwork small = FakeNetwork.convolutional();
        LayerView first = small.layers().get(0);
        var weight = new ParamInfo(
                new ParamId(first.id(), "weight"),
                List.of(48L, 64L, 3L, 3L),
                List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
                true);
        var spec = new Convolution(64, 48, Pair.of(3), Pair.of(1), Pair.of(1), Pair.of(1), 1, false);
        float[] values = Oracle.random(48, 64 * 9, 5).floats();
        return small.withLayer(new LayerView(first.id(), spec, List.of(weight), first.inputs(), List.of(48L, 6L, 6L)))
                .with(new Tensors(Map.of(weight.id(), Flat.array(values, weight))));
    }

    private static List<Choice> choices(CostModel cost) {
        return new Tucker().choices(NETWORK.layers().get(0), cost, FakeScoring.of(NETWORK));
    }

    @Test
    void atMostADozenPairsAreMeasured() {
        var stopwatch = new Stopwatch();
        List<Choice> choices = choices(stopwatch);
        assertThat(stopwatch.asked).hasSizeBetween(4, 12).allSatisfy(ranks -> {
            assertThat(ranks.get(0)).isIn(8L, 16L, 24L, 32L, 40L, 48L);
            assertThat(ranks.get(1)).isIn(16L, 32L, 48L, 64L);
        });
        assertThat(choices).hasSizeGreaterThan(2);
    }

    @Test
    void allPairsAreCounted() {
        assertThat(choices(FakeCosts.parameters())).hasSizeGreaterThan(60);
    }

    /** All singular values are equal, as those of a layer of zeros are. */
    @Test
    void smallRanksAreOfferedWhereAllValuesAreEqual() {
        ParamInfo weight = NETWORK.layers().get(0).params().get(0);
        FakeNetwork zeros =
                NETWORK.with(new Tensors(Map.of(weight.id(), Flat.array(new float[(int) weight.size()], weight))));
        List<Choice> choices =
                new Tucker().choices(zeros.layers().get(0), FakeCosts.parameters(), FakeScoring.of(zeros));
        assertThat(choices).hasSizeGreaterThan(60);
        assertThat(choices.get(1).knobs()).containsEntry("rank-out", 1).containsEntry("rank-in", 1);
        assertThat(choices.get(1).error()).isZero();
    }
}
