package org.espalier.api.score;

import java.util.random.RandomGenerator;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;

/** Another scoring, with elements of the caller's choice competing. */
record CompetingScoring(Scoring all, MaskSet competing) implements Scoring {
    @Override
    public NetworkView network() {
        return all.network();
    }

    @Override
    public MaskSet masks() {
        return all.masks();
    }

    @Override
    public Progress progress() {
        return all.progress();
    }

    @Override
    public int threads() {
        return all.threads();
    }

    @Override
    public RandomGenerator random() {
        return all.random();
    }

    @Override
    public State state() {
        return all.state();
    }

    @Override
    public State state(Object part) {
        return all.state(part);
    }

    @Override
    public void remember(Object part, State next) {
        all.remember(part, next);
    }

    @Override
    public void say(String message) {
        all.say(message);
    }

    @Override
    public Selector selector() {
        return all.selector();
    }

    @Override
    public <T> T get(Evidence<T> evidence) {
        return all.get(evidence);
    }
}
