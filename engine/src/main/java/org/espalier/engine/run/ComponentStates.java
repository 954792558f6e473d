package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.espalier.api.model.State;

/** What the run's components remember, by their path; rounds of a repetition share it, hooks of a training do not. */
final class ComponentStates {
    private static final Pattern ROUND = Pattern.compile("(?<!/with)\\[\\d+]");

    private final Map<String, State> byPath = new LinkedHashMap<>();

    State get(String path) {
        return byPath.getOrDefault(key(path), State.empty());
    }

    void put(String path, State state) {
        byPath.put(key(path), state);
    }

    /** Returns what every component remembers. */
    Map<String, State> all() {
        return byPath;
    }

    private static String key(String path) {
        return ROUND.matcher(path).replaceAll("");
    }
}
