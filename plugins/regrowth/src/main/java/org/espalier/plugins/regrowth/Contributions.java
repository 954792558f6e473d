package org.espalier.plugins.regrowth;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.mask.Bundle;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Scoring;

/** What each layer contributes: the mean score of its living units, over the sum of those means. */
final class Contributions {
    private Contributions() {}

    /** Returns one share for each bundle, adding up to 1; equal ones when no unit that is alive scores above 0. */
    static double[] of(Tensors scores, List<Bundle> bundles, Scoring scoring) {
        double[] means = new double[bundles.size()];
        Arrays.setAll(
                means,
                i -> mean(
                        Flat.copy(bundles.get(i).pool(scores, scoring.masks())),
                        bundles.get(i).alive(scoring.masks())));
        double sum = Arrays.stream(means).sum();
        Arrays.setAll(means, i -> sum > 0 ? means[i] / sum : 1.0 / means.length);
        return means;
    }

    private static double mean(float[] scores, Mask alive) {
        double[] sum = new double[1];
        alive.forEachAlive(unit -> sum[0] += scores[(int) unit]);
        return sum[0] / Math.max(1, alive.alive());
    }
}
