package org.espalier.api.train;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.budget.Aim;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Objective.Cost;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes part in training. Hooks run in the order in which the pipeline lists them; each method does nothing by default.
 *
 * <p>What a hook has to know again later it leaves with {@link Session#remember}: a run that was killed goes on in the middle
 * of a training, with a new hook, on which {@link #trainingStarted} is not called again.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface TrainingHook {
    /**
     * Returns the hooks that take part in place of this one, in order, each with a session of its own; by default this one
     * alone. A hook that only holds others together returns those.
     */
    default List<TrainingHook> hooks() {
        return List.of(this);
    }

    /** Called before the first step. */
    default void trainingStarted(Session session) {}

    /** Called before the first batch of a step goes through the network. */
    default void stepStarted(Session session, Batch batch) {}

    /**
     * Called with the network's output and the loss, for each batch of a step; returns the loss to use, by default the
     * same.
     *
     * @param output what the last layer computes: for the classifiers that are built here logits {@code [batch, classes]},
     *     before any softmax; unchanged
     * @param cost the loss so far, averaged over the batch: the task's mean softmax cross-entropy, as the hooks before
     *     changed it
     */
    default Cost lossComputed(Session session, Batch batch, INDArray output, Cost cost) {
        return cost;
    }

    /** Called with the gradients at the latent parameters; returns those to use, by default the same. */
    default Tensors gradientsComputed(Session session, Tensors gradients) {
        return gradients;
    }

    /**
     * Returns whether the optimizer is to leave out the step under way, because this hook will change the masks instead (as
     * RigL does). Asked after the gradients were computed; the step counts all the same.
     */
    default boolean replacesUpdate(Session session) {
        return false;
    }

    /** Called after the optimizer, with the step's last batch; masks change here, by {@link Session#commit}. */
    default void stepFinished(Session session, Batch batch) {}

    /** Called after the last step of each epoch. */
    default void epochFinished(Session session) {}

    /**
     * Called after the last step, on every hook before {@link #trainingFinished} is called on any: here a better state of the
     * network is brought back, so that what others then make final is that state.
     */
    default void lastStepFinished(Session session) {}

    /** Called at the end; parameterizations that only training needs are made plain masks here. */
    default void trainingFinished(Session session) {}

    /** Returns what masks are to come to when the training ends; nothing by default. */
    default Optional<Aim> aim() {
        return Optional.empty();
    }

    /**
     * Returns why this hook would do nothing in a training, such as moments that lie behind its end; empty when it has
     * something to do. Asked before anything is trained.
     *
     * @param training its length, at its first step
     */
    default String whyIdle(Progress training) {
        return "";
    }

    /**
     * Decides as at its first moment, but changes nothing: what it refuses is shown before anything is trained. Called in
     * rehearsals only, behind {@link #trainingStarted}, and not of an idle hook.
     */
    default void rehearse(Session session) {}

    /** Returns the names of the snapshots that it takes while it takes part; later stages may go back to them. */
    default Set<String> takes() {
        return Set.of();
    }

    /** Returns what it will ask {@link Session#scoring} for. */
    default Set<Evidence<?>> evidence() {
        return Set.of();
    }

    /**
     * Returns the names of the snapshots that it asks for by {@link Session#outputOf} or restores, such as a teacher; a
     * training before which nothing took them is refused. None by default.
     */
    default Set<String> needsSnapshots() {
        return Set.of();
    }

    /**
     * Returns the parameters whose masks this hook may change while it takes part: by {@link Session#commit}, or by a
     * parameterization that {@link Parameterization#decides decides}; none by default. A mask that two hooks of one training
     * decide on is a mistake in the pipeline: each undoes what the other did.
     *
     * @param network the network that is to be trained
     */
    default Set<ParamId> decides(NetworkView network) {
        return Set.of();
    }

    /**
     * Returns whether {@link #gradientsComputed} is overridden to look at gradients; when no hook does, the engine
     * spares itself the trouble of showing them.
     */
    default boolean seesGradients() {
        return false;
    }
}
