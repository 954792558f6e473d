package org.espalier.engine.run;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
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
import org.espalier.api.train.Session;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training as one hook sees it. */
record HookSession(RunScope run, String path, Supplier<Progress> training, Consumer<String> stopping)
        implements Session {
    @Override
    public NetworkView network() {
        return run.live();
    }

    @Override
    public MaskSet masks() {
        return run.live().masks();
    }

    @Override
    public Progress progress() {
        return training.get();
    }

    @Override
    public RandomGenerator random() {
        return run.random(path);
    }

    @Override
    public State state() {
        return run.states().get(path);
    }

    @Override
    public void remember(State next) {
        run.states().put(path, next);
    }

    @Override
    public Scoring scoring(Set<Evidence<?>> evidence, Progress window) {
        return run.scoring(path, evidence, window);
    }

    @Override
    public MaskChange commit(Revision revision) {
        return run.commit(path, revision);
    }

    @Override
    public void parameterize(Parameterization parameterization, List<Regularizer> regularizers, String pattern) {
        run.live().parameterize(parameterization, regularizers, pattern, name -> run.random(path + "/" + name));
    }

    @Override
    public void regularize(List<Regularizer> regularizers, String pattern) {
        run.live().regularize(regularizers, pattern);
    }

    @Override
    public void harden(String pattern) {
        run.harden(path, pattern);
    }

    @Override
    public INDArray outputOf(String snapshot, Batch batch) {
        return run.outputOf(snapshot, batch);
    }

    @Override
    public Snapshots snapshots() {
        return run.snapshots();
    }

    @Override
    public void note(String key, double value) {
        if (key.equals("density")) {
            run.recordDensity(path, value);
            return;
        }
        run.recorder().metric(path, key, value);
    }

    @Override
    public void warn(String message) {
        run.warn(path, message);
    }

    @Override
    public void stop(String reason) {
        stopping.accept(reason);
    }
}
