package org.espalier.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.model.State;

/** What the run's components remember, by their path; rounds of a repetition share it. */
final class ComponentStates {
    private final Map<String, State> byPath = new LinkedHashMap<>();

    State get(String path) {
        return byPath.getOrDefault(key(path), State.empty());
    }

    void put(String path, State state) {
        byPath.put(key(path), state);
    }

    private static String key(String path) {
        return path.replaceAll("\\[\\d+]", "");
    }
}
