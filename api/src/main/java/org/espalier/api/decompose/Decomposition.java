package org.espalier.api.decompose;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.model.LayerView;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Factors one layer: the local half of low-rank compression; a {@link org.espalier.api.budget.BudgetSolver} is the
 * global half.
 *
 * <p>Both methods of one stage get the same scoring. Its {@link Scoring#random random stream} goes on from call to call, so a
 * factorization that has to draw what its choice was priced by keeps the numbers, or a seed, in its {@link Choice}.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Decomposition {
    /**
     * Returns every way this layer could be factored, priced, and among them the layer as it is, of which the knobs are empty
     * and the error is 0; nothing at all when the layer is not its business. Choices of different layers may be asked for
     * their errors at the same time.
     *
     * @throws IllegalArgumentException when the layer's weights are not all finite
     */
    List<Choice> choices(LayerView layer, CostModel cost, Scoring scoring);

    /** Returns the factors of one of the choices that {@link #choices} returned; not of the layer as it is. */
    Factorization factorize(LayerView layer, Choice choice, Scoring scoring);

    /** Returns why {@link #choices} has none for a layer, as reports say it behind a colon. */
    default String whyNoChoices(LayerView layer) {
        return "the decomposition does not factor layers like it";
    }

    /** Returns what its errors are, as reports say it, such as {@code operator norm of what is lost, relative}. */
    default String measure() {
        return "error";
    }

    /** Returns what must be measured before either method is called. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }
}
