package org.espalier.plugins.magnitude;

import java.util.Arrays;
import org.espalier.api.model.Flat;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;

/**
 * Scores a weight by its share in what its layer would lose with it and everything larger: {@code w_u² / Σ w_v²} over
 * all {@code v} that do not come before {@code u} when the layer is sorted by size (LAMP, Lee et al. 2021). The largest
 * weight of every layer scores 1, so that no layer dies when scores compete across layers; use it with {@code global}. Only
 * weights that compete count, so that a layer which is sparse already is judged by what is left of it; others score 0.
 *
 * <p>Of equal weights the one at the lower position counts as the larger, as in all selections.
 */
public record Lamp() implements Criterion {
    @Override
    public Tensors score(Scoring scoring) {
        return Tensors.of(scoring.network().prunable(), info -> {
            var weight = scoring.network().latent(info.id());
            float[] competing = Flat.copy(weight);
            scoring.competing().get(info.id()).not().forEachAlive(i -> competing[(int) i] = 0);
            return Flat.array(scores(competing), weight.shape());
        });
    }

    static float[] scores(float[] weights) {
        long[] order = bySize(weights);
        float[] scores = new float[weights.length];
        double notBefore = 0;
        for (int rank = order.length - 1; rank >= 0; rank--) {
            int position = position(order[rank]);
            double square = (double) weights[position] * weights[position];
            notBefore += square;
            scores[position] = notBefore == 0 ? 0 : (float) (square / notBefore);
        }
        return scores;
    }

    /** Returns positions sorted by rising size, each in the lower half of a key whose upper half is the size. */
    private static long[] bySize(float[] weights) {
        long[] keys = new long[weights.length];
        for (int i = 0; i < keys.length; i++) {
            // The bits of floats that are not negative are in the order of their values.
            long size = Float.floatToRawIntBits(Math.abs(weights[i]));
            keys[i] = size << 32 | (Integer.MAX_VALUE - i);
        }
        Arrays.sort(keys);
        return keys;
    }

    private static int position(long key) {
        return Integer.MAX_VALUE - (int) key;
    }
}
