package org.espalier.plugins.alds;

import java.util.random.RandomGenerator;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;

/** A look at weights alone. */
record Glance(NetworkView network, RandomGenerator random) implements Scoring {
    @Override
    public int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public MaskSet masks() {
        return MaskSet.none();
    }

    @Override
    public Progress progress() {
        return Progress.DONE;
    }

    @Override
    public State state() {
        return State.empty();
    }

    @Override
    public Selector selector() {
        throw new UnsupportedOperationException("nothing is selected here");
    }

    @Override
    public <T> T get(Evidence<T> evidence) {
        throw new UnsupportedOperationException("nothing is measured here");
    }
}
