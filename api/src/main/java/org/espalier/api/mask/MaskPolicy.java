package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.budget.Aim;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/**
 * Decides the next masks from the present ones: the only seam at which sparsity patterns change by decision. Pruning,
 * drop-and-grow (SET, RigL) and hysteresis (dynamic network surgery) are policies; patterns that move by gradient are a
 * {@link Parameterization}.
 *
 * <p>What it {@link Revision#remembering remembers} is kept for the place in the pipeline at which it stands, through
 * checkpoints and from round to round of a {@code repeat}; the revision of each round finds what the last one left.
 */
@API(status = EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface MaskPolicy {
    /** Proposes the next masks; the engine checks them and puts them in force. */
    Revision next(Scoring scoring);

    /** Proposes the masks to start training with; by default those in force. */
    default Revision initial(Scoring scoring) {
        return Revision.of(scoring.masks());
    }

    /** Returns what masks are to come to in the end; nothing when what is left follows from the weights. */
    default Optional<Aim> aim() {
        return Optional.empty();
    }

    /** Returns what must be measured before {@link #next} is called. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }
}
