package org.espalier.plugins.alds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;

/** What one layer could become, priced: the layer as it is, and of each family what is worth offering. */
final class Offers {
    /** Floats in the largest vector registers. */
    private static final int REGISTER = 16;

    /** Ranks that a family has at least where prices are measured, if there are so many; registers then go partly filled. */
    private static final int FEWEST = 4;

    /** About so many prices are measured of a family. */
    private static final int MOST = 12;

    /** What a measured choice must save of the layer's time; less is lost in noise. */
    private static final double SAVING = 0.05;

    private final LayerView layer;
    private final CostModel cost;
    private final List<Long> inputShape;
    private final double dense;
    /** What a choice must cost less than. */
    private final double worth;

    private final List<Choice> offered = new ArrayList<>();

    /** Begins with the layer as it is. */
    Offers(LayerView layer, CostModel cost, NetworkView network) {
        this.layer = layer;
        this.cost = cost;
        this.inputShape = network.inputShape(layer);
        this.dense = cost.cost(inputShape, List.of(layer));
        this.worth = cost.isMeasured() ? (1 - SAVING) * dense : dense;
        offered.add(new Unchanged(dense));
    }

    /**
     * Returns the ranks to price, rising: all where prices are counted; where they are measured, a dozen or so, as far as they
     * allow multiples that make up whole vector registers, since others take as long as the next of those.
     *
     * @param groups how many factors of the rank lie side by side
     * @param full the largest rank
     */
    int[] ranks(int groups, int full) {
        int step = 1;
        if (cost.isMeasured()) {
            step = Math.max(1, REGISTER / Math.min(REGISTER, Integer.lowestOneBit(groups)));
            while (step > 1 && full / step < FEWEST) {
                step /= 2;
            }
            step *= Math.max(1, full / step / MOST);
        }
        int distance = step;
        return IntStream.rangeClosed(1, full / step).map(i -> i * distance).toArray();
    }

    /**
     * Returns what to price of one family: everything where prices are counted; where they are measured, a dozen at most, at equal
     * distances.
     *
     * @param rising from the smallest to the largest
     */
    <T> List<T> some(List<T> rising) {
        int step = cost.isMeasured() ? Math.max(1, (rising.size() + MOST - 1) / MOST) : 1;
        return IntStream.rangeClosed(1, rising.size() / step)
                .mapToObj(i -> rising.get(i * step - 1))
                .toList();
    }

    /** Returns whether larger chains of a family cannot pay either, even if prices are measured with some noise. */
    boolean isFarTooDear(double price) {
        return price > 1.5 * dense;
    }

    /** Returns what a chain in the layer's place costs. */
    double price(List<LayerSpec> chain) {
        return cost.cost(inputShape, ChainViews.of(layer, inputShape, chain));
    }

    /** Returns what another layer in the layer's place costs. */
    double price(LayerView other) {
        return cost.cost(inputShape, List.of(other));
    }

    /**
     * Offers the choices that cost less than all larger ones and {@link #pays pay}. Where prices are counted that is every one
     * below the layer's; where they are measured, a smaller rank may well come out dearer.
     *
     * @param rising choices of one family, from the smallest to the largest
     */
    void add(List<? extends Choice> rising) {
        var paying = new ArrayList<Choice>();
        double least = worth;
        for (int i = rising.size() - 1; i >= 0; i--) {
            if (rising.get(i).cost() < least) {
                least = rising.get(i).cost();
                paying.add(rising.get(i));
            }
        }
        Collections.reverse(paying);
        offered.addAll(paying);
    }

    /** Returns whether a price is below the layer's own; where prices are measured, by 5 % of it. */
    boolean pays(double price) {
        return price < worth;
    }

    List<Choice> all() {
        return offered;
    }
}
