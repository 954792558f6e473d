package org.espalier.engine.run;

import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Selector;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.State;
import org.espalier.api.schedule.Progress;
import org.espalier.api.score.Evidence;
import org.espalier.api.score.Scoring;
import org.espalier.engine.kernel.backend.Kernels;

/** What one component may look at, at one moment. */
record ScoringView(
        NetworkView network,
        MaskSet masks,
        Progress progress,
        RandomGenerator random,
        State state,
        ComponentStates.Parts parts,
        Selector selector,
        Set<Evidence<?>> declared,
        EvidenceCache cache,
        Consumer<String> told)
        implements Scoring {
    @Override
    public int threads() {
        return Kernels.threads();
    }

    @Override
    public State state(Object part) {
        return parts.before(part);
    }

    @Override
    public void remember(Object part, State next) {
        parts.put(part, next);
    }

    @Override
    public void say(String message) {
        told.accept(message);
    }

    @Override
    public <T> T get(Evidence<T> evidence) {
        if (!declared.contains(evidence)) {
            throw new IllegalStateException("evidence " + evidence + " was not declared; declared are " + declared);
        }
        return cache.get(evidence);
    }
}
