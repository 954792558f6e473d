package org.espalier.dist;

import java.util.concurrent.Callable;
import org.espalier.engine.plugin.Registry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells about plugins. */
@Command(
        name = "plugins",
        description = "Tells what can be named in a pipeline file, and where it comes from.",
        subcommands = {PluginsCommand.ListCommand.class, PluginsCommand.DescribeCommand.class, NewPluginCommand.class})
final class PluginsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.USAGE;
    }

    /** Lists plugins and what they offer. */
    @Command(name = "list", description = "Lists every plugin, what it offers, and plugins that could not be loaded.")
    static final class ListCommand implements Runnable {
        private final Surroundings surroundings;

        @Parameters(
                arity = "0..1",
                paramLabel = "SEAM",
                completionCandidates = SeamNames.class,
                description = "Only what fills this seam, such as criterion.")
        private @Nullable String seam;

        @Mixin
        private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

        ListCommand(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            Registry registry = engineOptions.quietEngine(surroundings).registry();
            surroundings
                    .out()
                    .print(
                            seam == null
                                    ? PluginList.text(registry)
                                    : PluginList.text(registry, SeamNames.require(seam)));
        }
    }

    /** Describes what has a name. */
    @Command(name = "describe", description = "Describes a component, a preset or a whole plugin, with every option.")
    static final class DescribeCommand implements Runnable {
        private final Surroundings surroundings;

        @Parameters(
                paramLabel = "NAME",
                description =
                        "A name such as magnitude, or with its plugin's: acme/wanda; or a seam such as criterion.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private String name;

        @Mixin
        private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

        DescribeCommand(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            Registry registry = engineOptions.engine(surroundings).registry();
            surroundings.out().print(PluginDescription.text(registry, name));
        }
    }
}
