package org.espalier.dist;

import java.util.concurrent.Callable;
import org.espalier.api.plugin.Spi;
import org.espalier.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that all others are part of. */
@Command(
        name = "espalier",
        description = "Compresses neural networks: trains, prunes, measures, as a pipeline file says.",
        subcommands = {
            RunCommand.class,
            ResumeCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            ReportCommand.class,
            PluginsCommand.class,
            SchemaCommand.class,
            ReferenceCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = EspalierCommand.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = false,
        footer = {
            "",
            "Exit codes: 0 fine, 1 wrong usage, 2 the file, the data or a plugin is at fault, 3 a bug.",
            "ESPALIER_OPTS holds options for Java, ESPALIER_PLUGINS further folders of plugins."
        })
final class EspalierCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Without a command there is nothing to do, so that is wrong usage; how to use it helps more than saying so. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.USAGE;
    }

    /** Says which versions are at work. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "espalier " + Engine.version(), "SPI " + Spi.VERSION, "Java " + Runtime.version(),
            };
        }
    }
}
