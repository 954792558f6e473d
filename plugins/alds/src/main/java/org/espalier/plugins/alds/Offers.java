package org.espalier.plugins.alds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.espalier.api.budget.Choice;

/** What of a family is worth offering. */
final class Offers {
    private Offers() {}

    /**
     * Returns the choices that cost less than all larger ones and less than the layer as it is. Where prices are counted that is
     * every one below the layer's; where they are measured, a smaller rank may well come out dearer.
     *
     * @param rising choices of one family, from the smallest to the largest
     * @param dense what the layer costs as it is
     */
    static List<Choice> paying(List<? extends Choice> rising, double dense) {
        var paying = new ArrayList<Choice>();
        double least = dense;
        for (int i = rising.size() - 1; i >= 0; i--) {
            if (rising.get(i).cost() < least) {
                least = rising.get(i).cost();
                paying.add(rising.get(i));
            }
        }
        Collections.reverse(paying);
        return paying;
    }
}
