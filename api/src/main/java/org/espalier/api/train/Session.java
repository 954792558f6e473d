package org.espalier.api.train;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.stage.Snapshots;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training in progress, as a hook sees it. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Session {
    /** Returns the network; its arrays change from step to step. */
    NetworkView network();

    /** Returns the masks in force. */
    MaskSet masks();

    /** Returns how far this training is: steps finished, of how many. */
    Progress progress();

    /** Returns the hook's own stream of random numbers for this step. */
    RandomGenerator random();

    /** Returns what the hook remembered last; empty at first. */
    State state();

    /** Replaces what the hook remembers. */
    void remember(State next);

    /**
     * Returns what a policy may look at, with its evidence gathered.
     *
     * @param evidence what it declared
     * @param window the moment within the caller's own window
     */
    Scoring scoring(Set<Evidence<?>> evidence, Progress window);

    /** Checks a revision, puts it in force, and tells what changed; grown weights and optimizer slots are set. */
    MaskChange commit(Revision revision);

    /**
     * Trains the parameters whose names match through {@code parameterization} from now on.
     *
     * @param pattern a glob over parameter names such as {@code fc*.weight}; {@code *} for all prunable ones
     */
    void parameterize(Parameterization parameterization, List<Regularizer> regularizers, String pattern);

    /**
     * Replaces the penalties of parameters that are trained through a parameterization, from the next step on; their
     * latent arrays stay. A controller that steers a penalty's weight does so.
     *
     * @param pattern a glob over parameter names, as for {@link #parameterize}
     * @throws IllegalArgumentException when no parameter that matches has a parameterization
     */
    void regularize(List<Regularizer> regularizers, String pattern);

    /**
     * Ends the parameterizations of parameters: the effective weights are trained as they are from now on, under the masks
     * in force, which no longer move by themselves. Latent values of masked weights are kept aside for
     * {@link org.espalier.api.mask.GrowthStart#KEPT}.
     *
     * @param pattern a glob over parameter names, as for {@link #parameterize}; parameters without a parameterization are
     *     left as they are
     */
    void harden(String pattern);

    /**
     * Returns the network's output for a batch under the weights of a snapshot, in inference mode; distillation asks its
     * teacher so. The snapshot's network is kept until the training ends, so that asking it for batch after batch costs a
     * forward pass each. For classifiers these are logits, as in {@link TrainingHook#lossComputed}.
     */
    INDArray outputOf(String snapshot, Batch batch);

    /** Returns the kept states of the network, which the hook may take and restore between steps. */
    Snapshots snapshots();

    /** Records a number under a name, for this step. */
    void note(String key, double value);

    /** Says and takes down what did not come as asked, with the hook's place; in words, with numbers. */
    default void warn(String message) {}

    /** Ends training after this step; the reason goes into the report. */
    void stop(String reason);
}
