package org.espalier.engine.config;

import java.util.ArrayList;
import java.util.List;

/** The mistakes found so far. */
final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String message) {
        add(place.location(), place.explain(message));
    }

    void add(Location location, String message) {
        found.add(new Problem(location, message));
    }

    /** Throws what was found, if anything was. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
