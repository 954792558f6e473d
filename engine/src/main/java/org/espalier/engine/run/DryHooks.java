package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.espalier.api.model.ParamId;
import org.espalier.api.schedule.Progress;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.espalier.engine.run.Findings.Place;
import org.espalier.engine.run.Parameterizations.Trained;
import org.espalier.engine.run.Rehearsal.Doubt;

/**
 * The hooks of a training that makes no step.
 *
 * @param place the training's
 * @param hooks those that take part, one by one
 */
record DryHooks(Rehearsal rehearsal, Place place, List<TrainingHook> hooks) {
    /**
     * Lets them begin and end.
     *
     * @param start the training's length, at its first step
     */
    void run(Progress start) {
        var places = new ArrayList<Place>();
        for (int i = 0; i < hooks.size(); i++) {
            Place own = rehearsal.place(hooks.get(i), place.path() + "/with[" + (i + 1) + "]", place::location);
            places.add(own);
            if (hooks.subList(0, i).contains(hooks.get(i))) {
                rehearsal.problem(own, "this hook is there already, with the same options. Remove one of them");
            }
            check(hooks.get(i), own, start);
        }
        Set<List<Integer>> told = checkDeciders(places);
        checkSnapshots(places);
        start(places, start, told);
        for (int i = 0; start.steps() > 0 && i < hooks.size(); i++) {
            call(i, places, start, DryHooks::moment, true);
        }
        if (!hooks.isEmpty()) {
            // what they make of masks at each step is not foretold
            rehearsal.doubt(Doubt.MASKS);
        }
        for (int i = 0; i < hooks.size(); i++) {
            // who makes no step takes none
            if (start.steps() > 0) {
                for (String name : hooks.get(i).takes()) {
                    rehearsal.snapshots().taken(places.get(i), name);
                }
            }
        }
        Progress end = new Progress(start.steps(), start.steps(), start.epochs(), start.epochs());
        forEach(places, end, TrainingHook::lastStepFinished);
        forEach(places, end, TrainingHook::trainingFinished);
    }

    private static void moment(TrainingHook hook, Session session) {
        if (hook.whyIdle(session.progress()).isEmpty()) {
            hook.rehearse(session);
        }
    }

    private void check(TrainingHook hook, Place own, Progress start) {
        String idle = start.steps() == 0 ? "" : hook.whyIdle(start);
        if (!idle.isEmpty()) {
            rehearsal.warning(own, idle);
        }
        hook.aim().ifPresent(aim -> rehearsal.aims(own, aim));
        hook.needsSnapshots().forEach(name -> rehearsal.snapshots().needed(own, name));
        DryInstruments.check(rehearsal, own, hook.evidence());
    }

    /** Lets them begin, and sees which weights each trains through a parameterization: a second one replaces the first. */
    private void start(List<Place> places, Progress start, Set<List<Integer>> told) {
        var owners = new HashMap<ParamId, Integer>();
        for (int i = 0; i < hooks.size(); i++) {
            Set<Trained> before = Collections.newSetFromMap(new IdentityHashMap<>());
            before.addAll(rehearsal.live().parameterized().values());
            call(i, places, start, TrainingHook::trainingStarted, true);
            var others = new TreeMap<Integer, ParamId>();
            for (Map.Entry<ParamId, Trained> now :
                    rehearsal.live().parameterized().entrySet()) {
                Integer other = before.contains(now.getValue()) ? null : owners.putIfAbsent(now.getKey(), i);
                if (other != null) {
                    others.putIfAbsent(other, now.getKey());
                }
            }
            for (Map.Entry<Integer, ParamId> other : others.entrySet()) {
                if (!told.contains(List.of(i, other.getKey()))) {
                    clash(
                            places,
                            i,
                            other.getKey(),
                            "replaces the parameterization that the hook of "
                                    + places.get(other.getKey()).location() + " gives to weights, such as '"
                                    + other.getValue()
                                    + "'. Leave one of them out, or give them different 'parameters'");
                }
            }
        }
    }

    private void checkSnapshots(List<Place> places) {
        var takers = new HashMap<String, Integer>();
        for (int i = 0; i < hooks.size(); i++) {
            for (String name : hooks.get(i).takes()) {
                Integer other = takers.putIfAbsent(name, i);
                if (other != null) {
                    clash(
                            places,
                            i,
                            other,
                            "takes the snapshot '" + name + "', which the hook of "
                                    + places.get(other).location()
                                    + " takes, too: each loses what the other kept. Choose another name");
                }
            }
        }
    }

    /** Says that a hook is at odds with an earlier one; of two that are equal it was said that they are. */
    private void clash(List<Place> places, int hook, int other, String words) {
        if (!hooks.get(hook).equals(hooks.get(other))) {
            rehearsal.problem(places.get(hook), words);
        }
    }

    /**
     * A mask that two hooks decide on is what the last of them makes of it.
     *
     * @return the pairs of hooks that this was said of, the later one first
     */
    private Set<List<Integer>> checkDeciders(List<Place> places) {
        var told = new HashSet<List<Integer>>();
        var deciders = new HashMap<ParamId, Integer>();
        for (int i = 0; i < hooks.size(); i++) {
            var others = new TreeMap<Integer, ParamId>();
            for (ParamId id : hooks.get(i).decides(rehearsal.live())) {
                Integer other = deciders.putIfAbsent(id, i);
                if (other != null) {
                    others.putIfAbsent(other, id);
                }
            }
            for (Map.Entry<Integer, ParamId> other : others.entrySet()) {
                rehearsal.problem(
                        places.get(i),
                        "decides on masks that the hook of "
                                + places.get(other.getKey()).location()
                                + " decides on, too, such as that of '" + other.getValue()
                                + "': each undoes what the other did. Leave one of them out, or train with one"
                                + " after the other");
                told.add(List.of(i, other.getKey()));
            }
        }
        return told;
    }

    /** What hooks say at the end of a training is for the want of its steps. */
    private void forEach(List<Place> places, Progress progress, BiConsumer<TrainingHook, Session> call) {
        for (int i = 0; i < hooks.size(); i++) {
            call(i, places, progress, call, false);
        }
    }

    private void call(
            int hook,
            List<Place> places,
            Progress progress,
            BiConsumer<TrainingHook, Session> call,
            boolean refusalsCount) {
        try {
            call.accept(hooks.get(hook), new DrySession(rehearsal, places.get(hook), progress));
        } catch (Unforeseeable e) {
            rehearsal.doubt(Doubt.MASKS);
        } catch (IllegalArgumentException e) {
            if (refusalsCount) {
                rehearsal.refuse(places.get(hook), String.valueOf(e.getMessage()), Doubt.LAYERS);
            }
            rehearsal.doubt(Doubt.MASKS);
        }
    }
}
