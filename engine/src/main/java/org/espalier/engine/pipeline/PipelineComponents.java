package org.espalier.engine.pipeline;

import java.util.List;
import org.espalier.api.data.DataSource;
import org.espalier.api.plugin.Provider;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.TrainingHook;

/** The stages and training hooks of the core. */
public final class PipelineComponents {
    private PipelineComponents() {}

    /** Returns them all. */
    public static List<Provider<?>> providers() {
        return List.of(
                Provider.of(DataSource.class, "none", "no examples at all", NoData.class),
                Provider.of(Stage.class, "train", "trains the network", Train.class),
                Provider.of(Stage.class, "prune", "changes the masks once, by a policy", Prune.class),
                Provider.of(Stage.class, "snapshot", "keeps the network's state under a name", Snapshot.class),
                Provider.of(Stage.class, "rewind", "brings parts of a kept state back", Rewind.class),
                Provider.of(
                        Stage.class, "reinitialize", "draws new weights under the masks in force", Reinitialize.class),
                Provider.of(Stage.class, "restart", "goes back to the run's very beginning", Restart.class),
                Provider.of(Stage.class, "repeat", "runs stages several times over", Repeat.class),
                Provider.of(Stage.class, "branch", "runs stages on the side, then puts the network back", Branch.class),
                Provider.of(
                        Stage.class,
                        "harden",
                        "ends parameterizations: what the network runs with becomes its weights, and masks stay as they are",
                        Harden.class),
                Provider.of(
                        Stage.class,
                        "compare",
                        "runs several methods from the same start and measures what each comes to",
                        Compare.class),
                Provider.of(
                        Stage.class,
                        "find-learning-rate",
                        "tries rising learning rates on the side and suggests one",
                        FindLearningRate.class),
                Provider.of(
                        Stage.class,
                        "recalibrate",
                        "estimates the statistics of batch normalization anew",
                        Recalibrate.class),
                Provider.of(
                        Stage.class,
                        "decompose",
                        "replaces layers by chains of smaller ones, within a budget",
                        Decompose.class),
                Provider.of(
                        Stage.class, "compose", "multiplies chains that took layers' places out again", Compose.class),
                Provider.of(Stage.class, "evaluate", "measures the network", Evaluate.class),
                Provider.of(Stage.class, "report", "presents what the run has recorded so far", Report.class),
                Provider.of(Stage.class, "save", "writes the model to a file", Save.class),
                Provider.of(Stage.class, "load", "reads weights, state and masks from a file", Load.class),
                Provider.of(TrainingHook.class, "sparsify", "changes the masks at regular moments", Sparsify.class),
                Provider.of(TrainingHook.class, "together", "several hooks as one, by name", Together.class),
                Provider.of(
                        TrainingHook.class,
                        "early-stopping",
                        "ends a training that no longer gets better on validation",
                        EarlyStopping.class),
                Provider.of(
                        TrainingHook.class,
                        "keep-best",
                        "leaves the network as it was when best on validation",
                        KeepBest.class),
                Provider.of(
                        TrainingHook.class,
                        "parameterize",
                        "trains weights through a parameterization",
                        Parameterize.class));
    }
}
