package org.espalier.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * How to run a pipeline.
 *
 * @param sets overrides, {@code path.to.key=value}, applied in order
 * @param runsDirectory where the run's own directory is made
 * @param paranoid whether every component is checked against its contract while it works
 * @param strict whether a run fails when something is not as asked: warnings of the rehearsal, and targets that are not reached
 */
public record RunOptions(List<String> sets, Path runsDirectory, boolean paranoid, boolean strict) {
    public RunOptions {
        sets = List.copyOf(sets);
        requireNonNull(runsDirectory, "runsDirectory is null");
    }

    /** A run that goes on after warnings. */
    public RunOptions(List<String> sets, Path runsDirectory, boolean paranoid) {
        this(sets, runsDirectory, paranoid, false);
    }
}
