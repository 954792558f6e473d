package org.espalier.engine.run;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.espalier.api.stage.Snapshots;

/** Kept states of the run's network. */
final class SnapshotStore implements Snapshots {
    private final LiveNetwork live;
    private final Map<String, LiveNetwork.Kept> kept = new LinkedHashMap<>();

    SnapshotStore(LiveNetwork live) {
        this.live = live;
        take(INITIAL);
    }

    @Override
    public void take(String name) {
        kept.put(name, live.keep());
    }

    /** Does some work, also when it throws, on a state of the network that is gone afterwards. */
    <T> T aside(Supplier<T> work) {
        LiveNetwork.Kept before = live.keep();
        try {
            return work.get();
        } finally {
            restore(before, EnumSet.allOf(Part.class));
        }
    }

    @Override
    public void restore(String name, Set<Part> parts) {
        LiveNetwork.Kept state = get(name);
        if (!state.weights().keySet().equals(live.ids())) {
            throw new IllegalArgumentException("snapshot '" + name + "' was taken before a layer was replaced, and no"
                    + " longer fits the network");
        }
        restore(state, parts);
    }

    private void restore(LiveNetwork.Kept state, Set<Part> parts) {
        // Masks and parameterizations come first: weights are brought back under them.
        if (parts.contains(Part.MASKS)) {
            live.restoreMasks(state);
        }
        if (parts.contains(Part.PARAMETERIZATION)) {
            live.restoreParameterization(state);
        }
        if (parts.contains(Part.WEIGHTS)) {
            live.restoreWeights(state);
        }
        if (parts.contains(Part.OPTIMIZER)) {
            live.memory().become(state.memory());
        } else {
            live.memory().clear();
        }
        if (parts.contains(Part.LEARNING_RATE)) {
            live.clock(state.clock());
        }
    }

    LiveNetwork.Kept get(String name) {
        LiveNetwork.Kept state = kept.get(name);
        if (state == null) {
            throw new IllegalArgumentException("no snapshot '" + name + "'; there are " + String.join(", ", names())
                    + ". Take one with 'snapshot: " + name + "' before");
        }
        return state;
    }

    @Override
    public List<String> names() {
        return List.copyOf(kept.keySet());
    }
}
