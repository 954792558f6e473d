package org.espalier.engine.run;

import java.util.List;
import java.util.Set;
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
import org.espalier.engine.random.RandomStreams;
import org.espalier.engine.run.Findings.Place;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A training that makes no step, as one hook sees it. */
record DrySession(Rehearsal rehearsal, Place place, Progress progress) implements Session {
    @Override
    public NetworkView network() {
        return rehearsal.live();
    }

    @Override
    public MaskSet masks() {
        return rehearsal.live().masks();
    }

    @Override
    public RandomGenerator random() {
        return RandomStreams.of(rehearsal.info().seed(), place.path(), 0);
    }

    @Override
    public State state() {
        return rehearsal.states().get(place.path());
    }

    @Override
    public void remember(State next) {
        rehearsal.states().put(place.path(), next);
    }

    @Override
    public Scoring scoring(Set<Evidence<?>> evidence, Progress window) {
        return DryBench.scoring(rehearsal, place, evidence, window);
    }

    @Override
    public MaskChange commit(Revision revision) {
        MaskSet before = masks();
        MaskChange change = rehearsal.live().commit(revision);
        rehearsal.states().put(place.path(), revision.state());
        if (!before.equals(masks())) {
            rehearsal.forecast().masks(place.path());
        }
        return change;
    }

    @Override
    public void parameterize(Parameterization parameterization, List<Regularizer> regularizers, String pattern) {
        rehearsal
                .live()
                .parameterize(
                        parameterization,
                        regularizers,
                        pattern,
                        name -> RandomStreams.of(rehearsal.info().seed(), place.path() + "/" + name, 0));
    }

    @Override
    public void regularize(List<Regularizer> regularizers, String pattern) {
        rehearsal.live().regularize(regularizers, pattern);
    }

    @Override
    public void harden(String pattern) {
        rehearsal.live().harden(pattern);
    }

    @Override
    public INDArray outputOf(String snapshot, Batch batch) {
        rehearsal.snapshots().store().get(snapshot);
        throw new Unforeseeable();
    }

    @Override
    public Snapshots snapshots() {
        return rehearsal.snapshots().at(place);
    }

    @Override
    public void note(String key, double value) {}

    @Override
    public void stop(String reason) {}
}
