package org.espalier.engine.run;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.stage.Snapshots;
import org.espalier.engine.run.Findings.Place;
import org.espalier.engine.run.Rehearsal.Doubt;

/** The snapshots of a rehearsal: each that is gone back to was taken, and none is lost before anybody went back to it. */
final class DrySnapshots {
    private final Rehearsal rehearsal;
    private final SnapshotStore store;
    /** Those that nobody has gone back to, by name. */
    private final Map<String, Place> unused = new HashMap<>();
    /** What was known when each was taken. */
    private final Map<String, Kept> kept = new HashMap<>();

    /**
     * What was known when a snapshot was taken.
     *
     * @param whole whether no factors stood in any layer's place for certain
     */
    private record Kept(Certainty certainty, boolean whole) {}

    DrySnapshots(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
        this.store = new SnapshotStore(rehearsal.live());
        know(Snapshots.INITIAL, Certainty.ALL);
    }

    SnapshotStore store() {
        return store;
    }

    private void know(String name, Certainty certainty) {
        boolean whole = certainty.doubt().compareTo(Doubt.LAYERS) < 0
                && rehearsal.live().chains().isEmpty();
        kept.put(store.key(name), new Kept(certainty, whole));
    }

    /** Does paired work, whose snapshots end with it; other methods of a comparison may use the same names. */
    void within(Place place, Runnable work) {
        unused.clear();
        store.within(place.path(), work);
        unused.clear();
    }

    /** Returns the snapshots as a stage sees them. */
    Snapshots at(Place place) {
        return new Snapshots() {
            @Override
            public void take(String name) {
                taken(place, name);
                unused.put(name, place);
            }

            @Override
            public void restore(String name, Set<Part> parts) {
                restored(place, name, parts);
            }

            @Override
            public List<String> names() {
                return store.names();
            }
        };
    }

    /** Takes a snapshot for a hook, which has its own use for it. */
    void taken(Place place, String name) {
        Place before = unused.remove(name);
        if (before != null && !before.location().equals(place.location())) {
            rehearsal.problem(
                    place,
                    "takes the snapshot '" + name + "' anew, but nothing went back to that of " + before.location()
                            + ". Choose another name");
        }
        store.take(name);
        know(name, rehearsal.certainty());
    }

    private void restored(Place place, String name, Set<Snapshots.Part> parts) {
        rehearsal.files().changed();
        if (!needed(place, name)) {
            return;
        }
        Certainty present = rehearsal.certainty();
        Kept then = requireNonNull(kept.get(store.key(name)), name);
        boolean all = parts.containsAll(EnumSet.allOf(Snapshots.Part.class));
        if (!all && then.whole() && present.factored()) {
            rehearsal.problem(place, SnapshotStore.misfit(name));
            return;
        }
        store.restore(name, parts);
        if (all) {
            rehearsal.certainty(then.certainty());
        } else if (parts.contains(Snapshots.Part.LEARNING_RATE)) {
            rehearsal.certainty(present.withClock(then.certainty().clock()));
        }
    }

    private void missing(Place place, String name) {
        if (rehearsal.skipped()) {
            rehearsal.say(place.path(), "depends on what was skipped; without that, " + store.missing(name));
        } else {
            rehearsal.problem(place, store.missing(name));
        }
    }

    /** Returns whether there is a snapshot that somebody cannot do without; else that is taken down. */
    boolean needed(Place place, String name) {
        unused.remove(name);
        boolean there = store.names().contains(name);
        if (!there) {
            missing(place, name);
        }
        return there;
    }
}
