package org.espalier.dist;

import java.util.ArrayList;
import java.util.List;
import org.espalier.engine.text.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how to call a command: {@code espalier help plugins list}. */
@Command(name = "help", helpCommand = true, description = "Says how to call a command.")
final class HelpCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", description = "The command, such as run or plugins list.")
    private List<String> path = new ArrayList<>();

    @Override
    public void run() {
        CommandLine command = spec.root().commandLine();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                String near =
                        Suggestions.didYouMean(name, command.getSubcommands().keySet());
                throw new ParameterException(
                        spec.commandLine(), "no command '" + name + "'." + (near.isEmpty() ? "" : " " + near));
            }
            command = next;
        }
        command.usage(command.getOut());
    }
}
