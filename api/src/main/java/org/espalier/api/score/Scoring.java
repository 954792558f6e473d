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

    /**
     * Returns the component's own stream of random numbers, the same for the same seed, component and moment. Every call on
     * one scoring returns the same stream, which goes on where the last reader stopped: two parts of one component, such as
     * a criterion and the policy around it, draw from it one after the other. What has to draw the same in two calls, such
     * as {@link org.espalier.api.decompose.Decomposition#choices} and {@code factorize}, begins a generator of its own from
     * one number that it carries along.
     */
    RandomGenerator random();

    /** Returns what the component remembered last; empty at first. It stays from round to round of a repetition. */
    State state();

    /**
     * Returns what a part of the component, such as a criterion within a policy, remembered in an earlier scoring; empty at
     * first. All calls on one scoring return the same, also after {@link #remember}: a part that is asked twice answers
     * twice alike.
     *
     * @param part the part itself, a record that prints the same whenever it is read from the same file; equal parts of one
     *     component remember together
     */
    default State state(Object part) {
        return State.empty();
    }

    /**
     * Leaves what a part of the component remembers from the component's next scoring on.
     *
     * @param part as for {@link #state(Object)}
     */
    default void remember(Object part, State next) {}

    /**
     * Returns the elements that compete in the ranking that scores are asked for: those in force, unless the caller said
     * otherwise. A score that compares an element with others, as a share of its layer's sum does, counts only these.
     */
    default MaskSet competing() {
        return masks();
    }

    /**
     * Returns this with other elements competing. A policy that lets masked weights come back asks its criterion so.
     *
     * @param elements those that may win
     */
    default Scoring competing(MaskSet elements) {
        return new CompetingScoring(this, elements);
    }

    /** Tells the user something worth knowing; what the component has said before is not said again. */
    default void say(String message) {}

    /** Returns the engine's exact selection. */
    Selector selector();

    /**
     * Returns a measurement.
     *
     * @throws IllegalStateException when the component did not declare it: a mistake in the component
     */
    <T> T get(Evidence<T> evidence);
}
