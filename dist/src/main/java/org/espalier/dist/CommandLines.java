package org.espalier.dist;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses command lines, runs them, and answers with an exit code, whatever goes wrong. */
final class CommandLines {
    private static final int HELP_WIDTH = 100;

    private final Surroundings surroundings;

    CommandLines(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // telling the user is what this place is for
    int run(String... args) {
        try {
            return commandLine(List.of(args)).execute(args);
        } catch (Error e) {
            // picocli hands on exceptions alone; a missing class or a full heap deserve their exit code as well
            return Failures.tell(e, List.of(args), surroundings.err());
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private CommandLine commandLine(List<String> args) {
        var command = new CommandLine(new EspalierCommand(), new CommandFactory(surroundings));
        command.setUsageHelpWidth(HELP_WIDTH);
        // A file may well be called '@b.yaml'; arguments are not looked for in it.
        command.setExpandAtFiles(false);
        command.registerConverter(Long.class, text -> whole(text, Long::valueOf));
        command.registerConverter(Integer.class, text -> whole(text, Integer::valueOf));
        command.registerConverter(Path.class, CommandLines::path);
        command.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        command.setParameterExceptionHandler((e, given) -> misused(e));
        command.setExecutionExceptionHandler((e, called, parsed) -> Failures.tell(e, args, surroundings.err()));
        return command;
    }

    /** Java takes an empty path for the working folder, and nobody means that. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("it is empty; write a file or folder, . for this one");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is no path: " + e.getReason());
        }
    }

    private static <T> T whole(String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            boolean large = text.matches("[-+]?\\d+");
            throw new TypeConversionException("'" + text + "' is " + (large ? "too large" : "not a whole number"));
        }
    }

    private int misused(ParameterException e) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = e instanceof UnmatchedArgumentException unmatched ? unknown(unmatched) : e.getMessage();
        surroundings.err().println(name + ": " + message);
        surroundings.err().println("'" + name + " --help' says how to call it.");
        return ExitCode.USAGE;
    }

    private static String unknown(UnmatchedArgumentException unmatched) {
        String unknown =
                unmatched.getUnmatched().stream().map(word -> "'" + word + "'").collect(joining(", "));
        List<String> near = unmatched.getSuggestions();
        return "unknown: " + unknown + (near.isEmpty() ? "" : ". Did you mean " + String.join(" or ", near) + "?");
    }
}
