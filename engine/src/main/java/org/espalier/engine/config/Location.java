package org.espalier.engine.config;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A place in a file, as users read it.
 *
 * @param source the file's name as the user gave it, or the override of the command line
 * @param line counted from 1; 0 when the source as a whole is meant
 * @param column counted from 1 in characters; 0 when the source as a whole is meant
 */
public record Location(String source, int line, int column) implements Comparable<Location> {
    private static final Comparator<Location> ORDER = Comparator.comparing(Location::source)
            .thenComparingInt(Location::line)
            .thenComparingInt(Location::column);

    public Location {
        requireNonNull(source, "source is null");
    }

    /** Returns a source as a whole. */
    public static Location of(String source) {
        return new Location(source, 0, 0);
    }

    @Override
    public int compareTo(Location other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@code file:line:column}, or only the source when it is meant as a whole. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
