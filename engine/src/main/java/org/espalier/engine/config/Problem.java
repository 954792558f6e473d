package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

/**
 * A mistake in a pipeline file.
 *
 * @param location where it is
 * @param message what is wrong, in the user's words, without the location
 */
public record Problem(Location location, String message) {
    public Problem {
        requireNonNull(location, "location is null");
        requireNonNull(message, "message is null");
    }

    /** Returns {@code file:line:column: message}. */
    @Override
    public String toString() {
        return location + ": " + message;
    }
}
