package org.espalier.engine.plugin;

import java.util.List;

/** A bundle or plugin that cannot be used, with everything that is wrong with it. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<PluginProblem> problems;

    RefusedException(List<PluginProblem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    List<PluginProblem> problems() {
        return problems;
    }
}
