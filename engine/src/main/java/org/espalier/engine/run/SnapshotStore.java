package org.espalier.engine.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.espalier.api.stage.Snapshots;

/**
 * Kept states of the run's network. Paired work sees those from before it and its own, which end with it: what one method of a
 * comparison keeps is nothing to the others.
 */
final class SnapshotStore implements Snapshots {
    private final LiveNetwork live;
    private static final char SEPARATOR = '\n';

    /** States by their names, which those of paired work follow behind its path. */
    private final Map<String, NetworkState> kept = new LinkedHashMap<>();

    /** Paths of the paired work in progress, with separators, innermost first. */
    private final Deque<String> scopes = new ArrayDeque<>();

    SnapshotStore(LiveNetwork live) {
        this.live = live;
        take(INITIAL);
    }

    @Override
    public void take(String name) {
        kept.put(scopes.isEmpty() || name.equals(INITIAL) ? name : scopes.element() + name, NetworkState.of(live));
    }

    /** Does paired work, whose snapshots end with it. */
    void within(String path, Runnable work) {
        scopes.push(path + SEPARATOR);
        try {
            work.run();
        } finally {
            String scope = scopes.pop();
            kept.keySet().removeIf(key -> key.startsWith(scope));
        }
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
            throw new IllegalArgumentException(misfit(name));
        }
        state.restore(live, parts);
    }

    /** Says that a snapshot's layers are not those of the network. */
    static String misfit(String name) {
        return "snapshot '" + name
                + "' was taken before a layer was replaced, and no longer fits the network, unless all"
                + " of it is brought back";
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
        NetworkState state = kept.get(key(name));
        if (state == null) {
            throw new IllegalArgumentException(missing(name));
        }
        return state;
    }

    /** Returns what the innermost state of this name is kept under. */
    String key(String name) {
        return scopes.stream()
                .map(scope -> scope + name)
                .filter(kept::containsKey)
                .findFirst()
                .orElse(name);
    }

    /** Says that there is no snapshot of this name. */
    String missing(String name) {
        return "no snapshot '" + name + "'; there are " + String.join(", ", names()) + ". Take one with 'snapshot: "
                + name + "' before";
    }

    @Override
    public List<String> names() {
        var names = new LinkedHashSet<String>();
        for (String key : kept.keySet()) {
            names.add(key.substring(scopes.stream()
                    .filter(key::startsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0)));
        }
        return List.copyOf(names);
    }
}
