package org.espalier.plugins.regrowth;

import org.espalier.api.model.Flat;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The score that {@link Movement} trained beside each weight (Sanh, Wolf and Rush 2020); 0 where there is none. */
public record MovementScore() implements Criterion {
    @Override
    public Tensors score(Scoring scoring) {
        return Tensors.of(scoring.network().prunable(), info -> {
            INDArray score = scoring.network().extras(info.id()).get(Movement.SCORE);
            return score == null ? Flat.array(new float[(int) info.size()], info) : score.dup('c');
        });
    }
}
