package org.espalier.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.espalier.api.stage.Stage;
import org.espalier.engine.RunListener.Planned;
import org.espalier.engine.run.StagePaths;
import org.espalier.engine.run.TrainingLength;

/** Foretells the trainings of a pipeline: where, in which order and how long. Stages that it does not know train nothing. */
public final class Agenda {
    /** A list of more would take longer to make than it is worth. */
    private static final int MOST = 10_000;

    private final Function<Stage, String> names;
    private final int examples;
    private final List<Planned> trainings = new ArrayList<>();
    private boolean known = true;

    /** A stage that trains, or that runs other stages, and knows beforehand how often. */
    interface Foreseen {
        /**
         * Tells the trainings to come.
         *
         * @param path of the stage
         */
        void foresee(Agenda agenda, String path);
    }

    private Agenda(Function<Stage, String> names, int examples) {
        this.names = names;
        this.examples = examples;
    }

    /**
     * Returns the trainings in order; empty when they cannot be told.
     *
     * @param names what the pipeline file calls a stage
     * @param examples how many there are to train with
     */
    public static List<Planned> of(List<Stage> stages, Function<Stage, String> names, int examples) {
        var agenda = new Agenda(names, examples);
        agenda.stages("", stages);
        return agenda.known ? List.copyOf(agenda.trainings) : List.of();
    }

    /** Foresees stages whose paths begin with {@code prefix}, which run one after the other. */
    void stages(String prefix, List<Stage> stages) {
        StagePaths.forEach(prefix, stages, names, this::stage);
    }

    private void stage(Stage stage, String path) {
        if (!known) {
            return;
        }
        if (stage instanceof Foreseen foreseen) {
            foreseen.foresee(this, path);
        } else {
            known = stage.inner().isEmpty();
        }
    }

    /** Foresees rounds of the same stages. */
    void rounds(String path, int times, List<Stage> stages) {
        for (int round = 1; round <= times && known; round++) {
            int before = trainings.size();
            stages(path + "[" + round + "]", stages);
            if (trainings.size() == before) {
                return;
            }
        }
    }

    /** Foresees a training. */
    void training(String path, double epochs, int batchSize, int accumulate) {
        long stepsPerEpoch =
                TrainingLength.stepsPerEpoch(TrainingLength.batchesPerEpoch(examples, batchSize), accumulate);
        training(path, TrainingLength.steps(epochs, stepsPerEpoch), epochs * examples);
    }

    /** Foresees a training of so many steps. */
    void training(String path, long steps, double shown) {
        known &= Double.isFinite(shown) && trainings.size() < MOST;
        if (known && steps > 0) {
            trainings.add(new Planned(path, steps, shown));
        }
    }
}
