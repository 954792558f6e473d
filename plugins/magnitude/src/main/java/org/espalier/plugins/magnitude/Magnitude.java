package org.espalier.plugins.magnitude;

import jakarta.validation.constraints.Positive;
import org.espalier.api.model.Flat;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;

/**
 * Scores weights by their size, {@code |w|^p}: small weights go first (Han et al. 2015). Filters and other groups are
 * scored by the sum over those of their weights that are alive, so that an exponent of 1 makes it their L1 norm, and one of 2 the square
 * of their L2 norm, which ranks as the norm does (Li et al. 2017).
 *
 * @param exponent the exponent {@code p}; above 0
 */
public record Magnitude(
        @Knob(value = "the exponent p of |w|^p", otherwise = "1") @Positive
        double exponent) implements Criterion {
    @Override
    public Tensors score(Scoring scoring) {
        return Tensors.of(scoring.network().prunable(), info -> {
            var weight = scoring.network().latent(info.id());
            float[] scores = Flat.copy(weight);
            for (int i = 0; i < scores.length; i++) {
                float size = Math.abs(scores[i]);
                scores[i] = exponent == 1 ? size : (float) StrictMath.pow(size, exponent);
            }
            return Flat.array(scores, weight.shape());
        });
    }
}
