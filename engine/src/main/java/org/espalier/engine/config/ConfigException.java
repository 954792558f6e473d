package org.espalier.engine.config;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;

/** A pipeline file that cannot be used; carries every mistake that was found in it, in the order of the file. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * @param problems at least one, in any order
     */
    public ConfigException(List<Problem> problems) {
        super(sorted(problems).stream().map(Problem::toString).collect(joining("\n")));
        this.problems = sorted(problems);
    }

    /** Returns the mistakes, sorted by place; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static List<Problem> sorted(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an exception about no problem");
        }
        return problems.stream()
                .sorted(Comparator.comparing(Problem::location))
                .distinct()
                .toList();
    }
}
