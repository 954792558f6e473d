package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.FakeNetwork;
import org.junit.jupiter.api.Test;

final class OffersTest {
    private static final CostModel MEASURED = new CostModel() {
        @Override
        public double cost(List<Long> inputShape, List<LayerView> chain) {
            return 10;
        }

        @Override
        public boolean isMeasured() {
            return true;
        }
    };

    private static Offers offers(CostModel cost) {
        FakeNetwork network = FakeNetwork.mlp();
        return new Offers(network.layers().get(0), cost, network);
    }

    @Test
    void everyRankIsPricedWherePricesAreCounted() {
        assertThat(offers(FakeCosts.parameters()).ranks(4, 100))
                .containsExactly(IntStream.rangeClosed(1, 100).toArray());
    }

    @Test
    void ranksThatFillRegistersTogetherAreMeasured() {
        Offers measured = offers(MEASURED);
        assertThat(measured.ranks(1, 64)).containsExactly(16, 32, 48, 64);
        assertThat(measured.ranks(4, 50)).containsExactly(4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48);
        assertThat(measured.ranks(32, 9)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(measured.ranks(1, 512)).hasSize(16).contains(32, 512);
        assertThat(measured.ranks(1, 10)).containsExactly(2, 4, 6, 8, 10);
        assertThat(measured.ranks(3, 1)).containsExactly(1);
        assertThat(measured.ranks(1, 0)).isEmpty();
    }

    private static List<Double> offered(CostModel model, double... prices) {
        Offers offers = offers(model);
        for (double price : prices) {
            offers.add(List.of(new RankChoice("family", Map.of("rank", 1), price, 0.5)));
        }
        return offers.all().stream().map(Choice::cost).toList();
    }

    /** The layer takes 10. */
    @Test
    void whatIsMeasuredMustSaveATwentieth() {
        assertThat(offered(MEASURED, 9.4, 9.6, 9.99)).containsExactly(10.0, 9.4);
        assertThat(offers(MEASURED).pays(9.6)).isFalse();
        assertThat(offers(MEASURED).pays(9.4)).isTrue();
    }

    /** The layer has 96 weights. */
    @Test
    void whatIsCountedMustSaveAnything() {
        assertThat(offered(FakeCosts.parameters(), 94, 95, 96)).containsExactly(96.0, 94.0, 95.0);
    }

    @Test
    void ofManyADozenIsMeasured() {
        List<Integer> many = IntStream.rangeClosed(1, 30).boxed().toList();
        assertThat(offers(FakeCosts.parameters()).some(many)).isEqualTo(many);
        assertThat(offers(MEASURED).some(many)).containsExactly(3, 6, 9, 12, 15, 18, 21, 24, 27, 30);
        assertThat(offers(MEASURED).some(many.subList(0, 12))).hasSize(12);
        assertThat(offers(MEASURED).some(List.of())).isEmpty();
    }

    @Test
    void someNoiseDoesNotEndAFamily() {
        assertThat(offers(MEASURED).isFarTooDear(14)).isFalse();
        assertThat(offers(MEASURED).isFarTooDear(16)).isTrue();
    }
}
