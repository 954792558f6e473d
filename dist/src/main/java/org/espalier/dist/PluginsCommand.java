package org.espalier.dist;

import org.espalier.engine.plugin.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells about plugins. */
@Command(
        name = "plugins",
        description = "Tells what can be named in a pipeline file, and where it comes from.",
        subcommands = {PluginsCommand.ListCommand.class, PluginsCommand.DescribeCommand.class, NewPluginCommand.class})
final class PluginsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, describe or new?");
    }

    /** Lists plugins and what they offer. */
    @Command(name = "list", description = "Lists every plugin, what it offers, and plugins that could not be loaded.")
    static final class ListCommand implements Runnable {
        private final Surroundings surroundings;

        @Mixin
        private EngineOptionsMixin engineOptions = new EngineOptionsMixin();

        ListCommand(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            surroundings
                    .out()
                    .print(PluginList.text(engineOptions.engine(surroundings).registry()));
        }
    }

    /** Describes what has a name. */
    @Command(name = "describe", description = "Describes a component, a preset or a whole plugin, with every option.")
    static final class DescribeCommand implements Runnable {
        private final Surroundings surroundings;

        @Parameters(paramLabel = "NAME", description = "A name such as magnitude, or with its plugin's: acme/wanda.")
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
