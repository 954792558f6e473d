package org.espalier.plugins.regrowth;

import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;

/** Draws scores at random, those of living weights above those of dead ones: what first masks are picked by. */
record LivingFirst() implements Criterion {
    @Override
    public Tensors score(Scoring scoring) {
        return Tensors.of(scoring.network().prunable(), info -> {
            Mask mask = scoring.masks().get(info.id());
            float[] scores = new float[(int) info.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = scoring.random().nextFloat() + (mask.get(i) ? 1 : 0);
            }
            return Flat.array(scores, info);
        });
    }
}
