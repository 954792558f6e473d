package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

/**
 * One option as documentation shows it.
 *
 * @param name as written in a pipeline file
 * @param help what it means
 * @param otherwise the default as written in a pipeline file; empty when the option is required
 * @param required whether it has no default
 * @param type what may be written, in words: {@code a whole number}, {@code a criterion}, {@code one of zero, kept}
 * @param bounds what else must hold, in words, such as {@code between 0 and 1}; empty when nothing must
 */
public record KnobInfo(String name, String help, String otherwise, boolean required, String type, String bounds) {
    public KnobInfo {
        requireNonNull(name, "name is null");
        requireNonNull(help, "help is null");
        requireNonNull(otherwise, "otherwise is null");
        requireNonNull(type, "type is null");
        requireNonNull(bounds, "bounds is null");
    }
}
