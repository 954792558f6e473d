package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.espalier.api.budget.Redistribution;
import org.espalier.api.mask.Bundle;
import org.espalier.api.plugin.Knob;
import org.espalier.api.score.Criterion;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Grows each layer in proportion to the mean score of its living weights: with {@code momentum}, the redistribution of Sparse
 * Momentum (Dettmers and Zettlemoyer 2019, algorithm 1).
 *
 * <p>No layer is filled beyond a share of its room while others have some; the overflow is spread evenly. Departure: the
 * reference code rounds every layer up and mends the total later; here shares add up to what is to grow.
 *
 * @param criterion what a layer's weights are scored by
 * @param fill the share of its room that a layer is filled to
 */
public record MeanScore(
        @Knob("what a layer's weights are scored by") Criterion criterion,

        @Knob(value = "share of a layer's room that may be filled while others have some", otherwise = "0.99")
        @DecimalMin("0")
        @DecimalMax("1")
        double fill)
        implements Redistribution {
    public MeanScore {
        requireNonNull(criterion, "criterion is null");
    }

    @Override
    public long[] shares(List<Bundle> bundles, long[] survivors, long[] removed, long grow, Scoring scoring) {
        long[] room = Units.room(bundles, survivors);
        long[] capped = Arrays.stream(room).map(units -> (long) (fill * units)).toArray();
        double[] contributions = Contributions.of(criterion.score(scoring), bundles, scoring);
        return Shares.evenly(grow, Shares.of(grow, contributions, capped), room);
    }

    @Override
    public Set<Evidence<?>> evidence() {
        return criterion.evidence();
    }
}
