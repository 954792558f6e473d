package org.espalier.engine.mask.criterion;

import java.util.random.RandomGenerator;
import org.espalier.api.model.Flat;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;

/** Scores drawn uniformly from [0, 1): the control that every criterion has to beat, and what SET grows by. */
public record RandomCriterion() implements Criterion {
    @Override
    public Tensors score(Scoring scoring) {
        RandomGenerator random = scoring.random();
        return Tensors.of(scoring.network().prunable(), info -> {
            float[] scores = new float[Math.toIntExact(info.size())];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextFloat();
            }
            return Flat.array(scores, info);
        });
    }
}
