package org.espalier.plugins.regrowth;

import java.util.Set;
import org.espalier.api.model.Tensors;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code |m|}, the size of a weight's momentum: how consistently it would help (Dettmers and Zettlemoyer 2019, section 3). Needs
 * an optimizer with momentum and, for dead weights, the parameterization {@code dense-gradient}.
 */
public record MomentumSize() implements Criterion {
    private static final Slot MOMENTUM = new Slot("momentum");

    @Override
    public Tensors score(Scoring scoring) {
        return scoring.get(MOMENTUM).map(slot -> Transforms.abs(slot, true));
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return Set.of(MOMENTUM);
    }
}
