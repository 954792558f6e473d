package org.espalier.dist;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The pipeline file and what is said about it on the command line. */
final class PipelineMixin {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The pipeline file. One that is not here is looked up in the distribution.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set an option of the file, such as pipeline.0.train.epochs=3. May be given several times.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Short for --set seed=N.")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Short for --set threads=N: how many threads compute, 0 for all processors.")
    private @Nullable Integer threads;

    Path file(Surroundings surroundings) {
        return surroundings.input(file);
    }

    List<String> sets() {
        for (String set : sets) {
            if (set.indexOf('=') < 1) {
                throw new ParameterException(spec.commandLine(), "--set wants KEY=VALUE, not '" + set + "'");
            }
        }
        var all = new ArrayList<>(sets);
        if (seed != null) {
            all.add("seed=" + seed);
        }
        if (threads != null) {
            all.add("threads=" + threads);
        }
        return all;
    }
}
