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
    private final Map<String, NetworkState> kept = new LinkedHashMap<>();

    SnapshotStore(LiveNetwork live) {
        this.live = live;
        take(INITIAL);
    }

    @Override
    public void take(String name) {
        kept.put(name, NetworkState.of(live));
    }

    /** Does some work, also when it throws, on a state of the network that is gone afterwards. */
    <T> T aside(Supplier<T> work) {
        NetworkState before = NetworkState.of(live);
        try {
            return work.get();
        } finally {
            before.restore(live);
        }
    }

    @Override
    public void restore(String name, Set<Part> parts) {
        NetworkState state = get(name);
        boolean fits = state.fits(live);
        if (!fits && parts.containsAll(EnumSet.allOf(Part.class))) {
            state.restoreGraph(live);
            return;
        }
        if (!fits) {
            throw new IllegalArgumentException("snapshot '" + name + "' was taken before a layer was replaced, and no"
                    + " longer fits the network, unless all of it is brought back");
        }
        state.restore(live, parts);
    }

    /** Returns every kept state by its name, in the order in which names were first taken. */
    Map<String, NetworkState> all() {
        return kept;
    }

    /** Keeps other states in place of these. */
    void become(Map<String, NetworkState> states) {
        kept.clear();
        kept.putAll(states);
    }

    NetworkState get(String name) {
        NetworkState state = kept.get(name);
        if (state == null) {
            throw new IllegalArgumentException(missing(name));
        }
        return state;
    }

    /** Says that there is no snapshot of this name. */
    String missing(String name) {
        return "no snapshot '" + name + "'; there are " + String.join(", ", names()) + ". Take one with 'snapshot: "
                + name + "' before";
    }

    @Override
    public List<String> names() {
        return List.copyOf(kept.keySet());
    }
}
