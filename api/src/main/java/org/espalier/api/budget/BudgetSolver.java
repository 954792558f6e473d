package org.espalier.api.budget;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.LayerId;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/** Picks one choice for each layer within a budget: the global half of a decomposition or of mixed precision. */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface BudgetSolver {
    /**
     * Returns the picked choices, whose costs add up to at most {@code budget}.
     *
     * @param budget in the unit of the choices' costs
     * @param choices for each layer at least one
     * @throws IllegalArgumentException when nothing fits; states the smallest budget that would
     */
    Map<LayerId, Choice> solve(double budget, Map<LayerId, List<Choice>> choices, Scoring scoring);

    /** Returns what must be measured before {@link #solve} is called. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }
}
