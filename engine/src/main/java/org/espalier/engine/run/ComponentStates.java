package org.espalier.engine.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.espalier.api.model.State;

/** What the run's components remember, by their path; rounds of a repetition share it, hooks of a training do not. */
final class ComponentStates {
    private static final Pattern ROUND = Pattern.compile("(?<!/with)\\[\\d+]");

    private final Map<String, State> byPath = new LinkedHashMap<>();

    State get(String path) {
        return found(key(path));
    }

    void put(String path, State state) {
        byPath.put(key(path), state);
    }

    /** Returns what every component remembers. */
    Map<String, State> all() {
        return byPath;
    }

    /** Returns what parts of the component at a path remember, as one scoring sees it. */
    Parts parts(String path) {
        return new Parts(key(path));
    }

    /** What parts of one component remember: what they knew when the scoring began is what they find for as long as it lasts. */
    final class Parts {
        private final String owner;
        private final Map<String, State> before = new HashMap<>();

        private Parts(String owner) {
            this.owner = owner;
        }

        State before(Object part) {
            return before.computeIfAbsent(name(part), ComponentStates.this::found);
        }

        void put(Object part, State next) {
            before(part);
            byPath.put(name(part), next);
        }

        private String name(Object part) {
            return owner + " " + part.getClass().getName() + " " + part;
        }
    }

    private State found(String key) {
        return byPath.getOrDefault(key, State.empty());
    }

    /** Returns the path that all rounds of a repetition share. */
    static String key(String path) {
        return ROUND.matcher(path).replaceAll("");
    }
}
