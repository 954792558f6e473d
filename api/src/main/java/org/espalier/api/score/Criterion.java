package org.espalier.api.score;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.Tensors;

/**
 * Says how much each weight matters. Use one to prune by (higher means keep) or to grow by (higher means bring back).
 *
 * <p>Magnitude, SNIP, GraSP, SynFlow, Taylor, optimal brain damage and Wanda are criteria; see
 * {@link org.espalier.api.mask.MaskPolicy} for methods that decide on patterns by other means than a ranking.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Criterion {
    /**
     * Scores every prunable weight, also those that are masked.
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
