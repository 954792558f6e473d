package org.espalier.plugins.magnitude;

import java.util.Set;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Divides another criterion's scores, layer by layer, by a norm of that layer's scores, so that layers of different
 * scale can compete; use it with {@code global}. Weights that do not compete have no part in the norm.
 *
 * @param criterion whose scores
 * @param norm by which norm
 */
public record Normalised(
        @Knob(value = "the criterion whose scores are divided", otherwise = "magnitude")
        Criterion criterion,

        @Knob(value = "the norm of a layer's scores to divide by", otherwise = "l2")
        Norm norm)
        implements Criterion {
    /** How large a layer's scores are together. */
    public enum Norm {
        /** The sum of their absolute values. */
        L1,
        /** The square root of the sum of their squares. */
        L2,
        /** The largest absolute value. */
        MAX;

        private double of(INDArray scores) {
            return switch (this) {
                case L1 -> scores.norm1Number().doubleValue();
                case L2 -> scores.norm2Number().doubleValue();
                case MAX -> scores.normmaxNumber().doubleValue();
            };
        }
    }

    @Override
    public Tensors score(Scoring scoring) {
        return criterion.score(scoring).zip(competing(scoring), (scores, on) -> {
            double size = norm.of(scores.mul(on));
            return size == 0 ? scores : scores.div(size);
        });
    }

    private static Tensors competing(Scoring scoring) {
        return Tensors.of(
                scoring.network().prunable(),
                info -> scoring.competing().get(info.id()).toArray());
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return criterion.evidence();
    }
}
