package org.espalier.plugins.regrowth;

import jakarta.validation.constraints.Positive;
import java.util.Set;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code |m₁| / (√m₂ + ε)}, the size of Adam's step for a weight before any correction: what Sparse Momentum goes by under Adam
 * (Dettmers and Zettlemoyer 2019, reference code).
 *
 * @param epsilon what is added to the root; above 0
 */
public record AdamMomentumSize(
        @Knob(value = "added to the root of the mean squared gradient", otherwise = "1e-8") @Positive
        double epsilon) implements Criterion {
    private static final Slot MEAN = new Slot("mean");
    private static final Slot SQUARE = new Slot("square");

    @Override
    public Tensors score(Scoring scoring) {
        return scoring.get(MEAN).zip(scoring.get(SQUARE), (mean, square) -> Transforms.abs(mean, true)
                .divi(Transforms.sqrt(Transforms.abs(square, true), false).addi(epsilon)));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(MEAN, SQUARE);
    }
}
