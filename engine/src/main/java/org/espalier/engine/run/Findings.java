package org.espalier.engine.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.engine.config.Location;
import org.espalier.engine.config.Problem;

/** What a rehearsal found, each finding once: rounds of a repetition meet the same. */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Set<Problem> known = new HashSet<>();

    /**
     * Where something was found.
     *
     * @param location in the file
     * @param path of the stage, as runs call it
     */
    record Place(Location location, String path) {}

    /** Takes down what the run cannot begin with. */
    void problem(Place place, String words) {
        add(problems, place, words);
    }

    /** Takes down what the run can begin with, but what may not be meant. */
    void warning(Place place, String words) {
        add(warnings, place, words);
    }

    private void add(List<Problem> to, Place place, String words) {
        if (known.add(new Problem(place.location(), words))) {
            to.add(new Problem(place.location(), place.path() + ": " + words));
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
