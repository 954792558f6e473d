package org.espalier.dist;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = "Prints a script with which a shell completes commands: source <(espalier completion bash).")
final class CompletionCommand implements Runnable {
    /** Shells that the script is for. */
    enum Shell {
        /** Bash. */
        bash,
        /** Zsh, which runs Bash's completions. */
        zsh
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // picocli sets it; both shells run the same script
    private Shell shell;

    @Override
    public void run() {
        String script = AutoComplete.bash("espalier", spec.root().commandLine());
        spec.commandLine().getOut().println(script);
    }
}
