package org.espalier.api.stage;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;
import org.espalier.api.budget.Timer;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.mask.MaskChange;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.api.report.Metric;
import org.espalier.api.report.RunRecord;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingReport;

/** Everything that a stage can see and do. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Workbench {
    /** Returns the network. */
    NetworkView network();

    /** Returns the masks in force. */
    MaskSet masks();

    /** Returns what a policy may look at, with its evidence gathered; the state is this stage's own. */
    Scoring scoring(Set<Evidence<?>> evidence);

    /** Checks a revision, puts it in force, and tells what changed. */
    MaskChange commit(Revision revision);

    /**
     * Replaces a layer by its factors.
     *
     * @throws IllegalArgumentException when the engine does not replace layers, or when the factors do not fit the layer
     */
    default void replace(LayerId layer, Factorization factorization) {
        throw new IllegalArgumentException("layer '" + layer + "' cannot be replaced by factors in this engine");
    }

    /** Returns the layers in whose place chains of factors stand now. */
    default Set<LayerId> chains() {
        return Set.of();
    }

    /**
     * Multiplies the chain that stands in a layer's place out, into one layer that computes the same.
     *
     * @throws IllegalArgumentException when no chain stands there, or one that is no single layer multiplied out
     */
    default void compose(LayerId layer) {
        throw new IllegalArgumentException("no chain of factors stands in the place of '" + layer + "'");
    }

    /** Returns what times layers on this machine. */
    default Timer timer() {
        throw new IllegalStateException("this engine does not time layers");
    }

    /** Changes what a layer computes, keeping its parameters: a dropout rate, say. */
    void replace(LayerId layer, LayerSpec spec);

    /** Replaces latent weights and state tensors; what is left out stays. Masks stay in force. */
    void setWeights(Tensors latent);

    /**
     * Ends the parameterizations of parameters: the effective weights are what is trained from now on, under the masks in
     * force.
     *
     * @param pattern a glob over parameter names such as {@code fc*.weight}; {@code *} for all
     */
    void harden(String pattern);

    /** Draws new weights for every parameter from the model's initialisers; masks stay in force. */
    void reinitialize();

    /**
     * Estimates state tensors such as batch-norm statistics anew, from training examples without augmentation; weights stay.
     *
     * @param batches how many batches are drawn, at least 1
     * @param batchSize examples in a batch, at least 1
     * @throws IllegalArgumentException when the engine keeps no such state, or there are fewer examples
     */
    default void recalibrate(int batches, int batchSize) {
        throw new IllegalArgumentException("this engine keeps no statistics that could be recalibrated");
    }

    /** Trains. */
    TrainingReport train(TrainingPlan plan);

    /**
     * Trains on the side: afterwards weights, masks, optimizer, learning-rate schedule and the count of steps are as if it
     * had not been. What hooks noted stays, at the steps of the trial; no epoch is recorded or validated.
     */
    TrainingReport trial(TrainingPlan plan);

    /** Returns how many examples a split has. */
    int examples(Split split);

    /**
     * Measures, and records what was measured.
     *
     * @param metrics what to measure
     * @param split on which examples
     */
    Map<String, Double> evaluate(List<Metric> metrics, Split split);

    /** Returns the kept states of the network. */
    Snapshots snapshots();

    /** Runs stages one after the other, under a label that their records carry. */
    void run(String label, List<Stage> stages);

    /**
     * Does work at a bench of its own whose records carry a label and whose random numbers do not: pieces of work with one
     * draw that do the same draw the same, whatever their labels and whatever was done before them, so that what came of
     * them can be compared in pairs. Snapshots that are taken in the work end with it.
     *
     * @param label follows this stage's path in the work's records
     * @param draw follows this stage's path in the names of the work's random streams
     */
    void paired(String label, String draw, Consumer<Workbench> work);

    /** Returns how many steps the optimizer has made: since the run began, or the paired work that this bench is for. */
    long steps();

    /** Returns the record of the run so far. */
    RunRecord record();

    /** Returns the run's directory, for files that a stage writes. */
    Path directory();

    /** Writes the model there. */
    void save(ModelFormat format, Path file);

    /**
     * Replaces the network's weights, state tensors and masks by those in a file, which must hold them all and nothing else;
     * where it has no masks, every weight is alive.
     *
     * @param file found as {@link org.espalier.api.data.DataSource.Locator#find} does
     */
    default void load(ModelFormat format, String file) {
        load(format, file, id -> true);
    }

    /**
     * Replaces a part of the network's weights, state tensors and masks by those in a file. Of what is wanted, the file must
     * hold all that the network has and nothing else; everything else stays as it is.
     *
     * @param file found as {@link org.espalier.api.data.DataSource.Locator#find} does
     * @param wanted asked for the names of the network's parameters and state tensors and for those of the file's
     */
    void load(ModelFormat format, String file, Predicate<ParamId> wanted);

    /** Returns this stage's own stream of random numbers. */
    RandomGenerator random();

    /** Records a number under a name. */
    void note(String key, double value);

    /** Records words under a name, for reports: what a number's unit is, say, or why something was left out. */
    void note(String key, String words);

    /**
     * Returns how messages speak of a component of this stage, such as a reporter: by the name and the place that it has in the
     * pipeline file.
     */
    default String describe(Object component) {
        return "'" + component.getClass().getSimpleName() + "'";
    }

    /** Tells the user something worth knowing. */
    void say(String message);

    /** Tells the user that something did not come as asked, and takes that down; a strict run ends with an error then. */
    default void warn(String message) {
        say(message);
    }

    /**
     * Called by a stage once it has refused what it can refuse, before it does what takes long or depends on trained weights.
     * Does nothing in a run; the rehearsal before it leaves the stage here.
     */
    default void rehearsed() {}

    /**
     * Called by a stage, before {@link #rehearsed}, that is going to replace some layer, whatever the weights are. Does nothing
     * in a run; the rehearsal before it knows then that earlier states of the network will no longer fit.
     */
    default void replacesLayers() {}

    /** Which examples to measure on. */
    enum Split {
        /** Training examples, without augmentation. */
        TRAIN,
        /** Examples set aside from training; everything is chosen by these. */
        VALIDATION,
        /** Test examples; nothing is chosen by these. */
        TEST
    }
}
