package org.espalier.api.score;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;

/**
 * What a component may look at when it judges: the network, the masks, the moment, what it remembers, and the evidence
 * it declared.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Scoring {
    /** Returns the network, frozen for as long as the call lasts. */
    NetworkView network();

    /** Returns the masks in force. */
    MaskSet masks();

    /** Returns the moment within the window that the caller works in; {@link Progress#DONE} outside of training. */
    Progress progress();

    /** Returns how many threads the component may compute with at once; BLAS computes with one in each. */
    default int threads() {
        return 1;
    }

    /** Returns the component's own stream of random numbers, the same for the same seed, component and moment. */
    RandomGenerator random();

    /** Returns what the component remembered last; empty at first. */
    State state();

    /** Returns the engine's exact selection. */
    Selector selector();

    /**
     * Returns a measurement.
     *
     * @throws IllegalStateException when the component did not declare it: a mistake in the component
     */
    <T> T get(Evidence<T> evidence);
}
