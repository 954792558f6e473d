package org.espalier.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Watches a run: for progress bars and plain lines. Called on the run's own thread; must be quick. */
public interface RunListener {
    /** Called once the run's directory exists. */
    default void started(String name, Path directory) {}

    /**
     * Called before the first stage with the trainings that the pipeline plans, in order, those that a resumed run has
     * done already among them. Empty when they cannot be told; stages of plugins may train beyond them.
     */
    default void planned(List<Planned> trainings) {}

    /** Called before each stage; the path looks like {@code repeat[2]/train}. */
    default void stageStarted(String path) {}

    /** Called after each optimizer step. */
    default void progress(Step step) {}

    /** Called when a stage measured something. */
    default void measured(String stage, Map<String, Double> values) {}

    /** Called with remarks and warnings worth a line. */
    default void said(String message) {}

    /** Called when everything is written. */
    default void finished(Path directory) {}

    /**
     * A training to come.
     *
     * @param stage the stage's path
     * @param steps optimizer steps that it will make unless something stops it
     * @param examples how many examples it will show, repeated ones counted again
     */
    record Planned(String stage, long steps, double examples) {}

    /**
     * A moment of training.
     *
     * @param stage the stage's path
     * @param step optimizer steps of this training so far, from 1
     * @param steps how many there will be
     * @param epoch epochs so far, with fraction
     * @param epochs how many there will be
     * @param loss mean training loss of this epoch so far
     * @param accuracy share of right answers of this epoch so far, in [0, 1]
     * @param density share of prunable weights that are alive, in [0, 1]
     */
    record Step(
            String stage,
            long step,
            long steps,
            double epoch,
            double epochs,
            double loss,
            double accuracy,
            double density) {}
}
