package org.espalier.dist;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.espalier.engine.RunListener.Planned;
import org.espalier.engine.RunListener.Step;

/**
 * How far a run with several trainings has come: which round it is in, and how long all the rest will take if examples go on
 * to take as long as they did. It says nothing of a run that trains what was not planned, or whose pace is not known yet.
 */
final class Overall {
    /** The pace of a run is that of all of it: its rounds differ. */
    private static final Duration ALWAYS = Duration.ofDays(10_000);

    /** An estimate from less of the work would be a guess. */
    private static final double LEAST_SHARE = 0.01;

    private final Map<String, Planned> trainings = new HashMap<>();
    private final Map<String, Double> before = new HashMap<>();
    private final Map<String, Set<String>> rounds = new LinkedHashMap<>();
    private final Pace pace;
    private double whole;
    private double first = -1;
    private double done;
    private boolean known = true;

    Overall(List<Planned> planned, long now) {
        pace = new Pace(now, ALWAYS);
        for (Planned training : planned) {
            trainings.put(training.stage(), training);
            before.put(training.stage(), whole);
            whole += training.examples();
            rounds(training.stage()).forEach(round -> rounds.computeIfAbsent(round.of(), key -> new LinkedHashSet<>())
                    .add(round.name()));
        }
    }

    /**
     * A part of a path that is numbered: {@code repeat[2]}.
     *
     * @param of what precedes the number
     * @param name the number, and the label behind it
     */
    private record Round(String of, String name) {
        boolean labelled() {
            return name.contains(":");
        }
    }

    private static List<Round> rounds(String path) {
        var rounds = new ArrayList<Round>();
        for (int open = path.indexOf('['); open >= 0; open = path.indexOf('[', open + 1)) {
            int end = path.indexOf('/', open);
            rounds.add(new Round(path.substring(0, open), path.substring(open, end < 0 ? path.length() : end)));
        }
        return rounds;
    }

    /** Takes note of a step. */
    void at(Step step, long now) {
        Planned training = trainings.get(step.stage());
        if (training == null) {
            known = false;
            return;
        }
        done = before.getOrDefault(step.stage(), 0.0)
                + training.examples() * Math.min(1, (double) step.step() / training.steps());
        first = first < 0 ? done : first;
        pace.at(now, done);
    }

    /** Returns what to say behind a line about a training, led by two blanks; nothing where there is nothing to say. */
    String text(String stage, long now) {
        if (!known || trainings.size() < 2) {
            return "";
        }
        var text = new StringJoiner("  ", "  ", "").setEmptyValue("");
        for (Round round : rounds(stage)) {
            Set<String> all = rounds.getOrDefault(round.of(), Set.of());
            int number = List.copyOf(all).indexOf(round.name()) + 1;
            if (all.size() > 1 && number > 0) {
                text.add((round.labelled() ? "method run " : "round ") + number + " of " + all.size());
            }
        }
        left(now).ifPresent(left -> text.add("in all left " + Watch.clock(left)));
        return text.toString();
    }

    private Optional<Duration> left(long now) {
        boolean enough = done - first >= LEAST_SHARE * whole;
        return enough ? pace.left(now, done, whole) : Optional.empty();
    }
}
