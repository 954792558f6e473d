package org.espalier.api.stage;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.budget.Aim;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Need;

/** One step of a pipeline: train, prune, rewind, evaluate. The engine knows stages and nothing else. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Stage {
    /** Does its work; what it throws as {@link IllegalArgumentException} is shown to the user as it stands. */
    void run(Workbench bench);

    /** Returns what it will ask {@link Workbench#scoring} for, so that needs are checked before anything is trained. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }

    /** Returns what else must be at hand: training takes labelled examples. */
    default Set<Need> needs() {
        return Set.of();
    }

    /** Returns what masks are to come to when it has run; nothing by default. */
    default Optional<Aim> aim() {
        return Optional.empty();
    }

    /**
     * Returns whether the network has the same layers afterwards. Where a stage cannot be rehearsed, because it depends on
     * what it will measure, names of layers in later stages are checked beforehand only if it says so.
     */
    default boolean keepsLayers() {
        return false;
    }

    /** Returns the stages inside this one; none for most. */
    default List<Stage> inner() {
        return List.of();
    }

    /**
     * Returns whether a run that was killed inside this stage may go on there; others are repeated from their beginning,
     * and no checkpoint is written while they run. True only for a stage that changes and records nothing but through
     * {@link Workbench#run}, {@link Workbench#paired}, {@link Workbench#train}, {@link Workbench#evaluate},
     * {@link Workbench#reinitialize}, {@link Workbench#note} and {@link Workbench#snapshots}, and makes the same calls every
     * time, whatever they answer: on the way back to where the run stood, calls that were made before are passed over and
     * answer with nothing.
     */
    default boolean reentrant() {
        return false;
    }
}
