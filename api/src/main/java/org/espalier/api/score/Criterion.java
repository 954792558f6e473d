package org.espalier.api.score;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.Tensors;

/**
 * Says how much each weight matters. Use one to prune by (higher means keep) or to grow by (higher means bring back).
 *
 * <p>Magnitude and LAMP, which are installed, are criteria, and so would SNIP, GraSP, SynFlow, Taylor, optimal brain damage
 * and Wanda be, which are not; see {@link org.espalier.api.mask.MaskPolicy} for methods that decide on patterns by other
 * means than a ranking.
 *
 * <p>A criterion that remembers, as a moving average does, reads {@code scoring.state(this)} and leaves what it will know
 * with {@link Scoring#remember scoring.remember(this, next)}; the engine keeps it in checkpoints and between the rounds of a
 * repetition.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Criterion {
    /**
     * Scores every prunable weight, also those that are masked. Where an element's score depends on others, those count that
     * {@link Scoring#competing compete}.
     *
     * @return for each of {@code scoring.network().prunable()} an array of that parameter's shape, finite everywhere;
     *     the arrays are new, and nothing that was handed in is changed
     */
    Tensors score(Scoring scoring);

    /** Returns what must be measured before {@link #score} is called; nothing by default. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }
}
