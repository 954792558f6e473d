package org.espalier.dist;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.data.DataException;
import org.espalier.engine.PipelineException;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.text.Shown;

/** Turns what a command failed with into words and an exit code. */
final class Failures {
    private static final List<Class<? extends Throwable>> FOR_THE_USER =
            List.of(UserException.class, DataException.class, PipelineException.class, UncheckedIOException.class);

    /** The Java platform's names for the loaders of its own and of the program's classes. */
    private static final Set<String> OWN_LOADERS = Set.of("app", "platform");

    private Failures() {}

    /** Says what went wrong: a line a problem where the user can mend it, a stack trace where we must. */
    static int tell(Throwable failure, List<String> args, PrintStream err) {
        if (failure instanceof ConfigException mistakes) {
            mistakes.problems().forEach(problem -> err.println(Shown.plain(problem.toString())));
            return ExitCode.USER;
        }
        if (FOR_THE_USER.contains(failure.getClass())) {
            err.println("espalier: " + Shown.plain(String.valueOf(failure.getMessage())));
            return ExitCode.USER;
        }
        if (failure instanceof InvalidPathException name) {
            err.println("espalier: '" + name.getInput() + "' cannot be a file's name here: " + name.getReason()
                    + ". If it has letters beyond ASCII, let LC_ALL name a UTF-8 locale that there is, such as"
                    + " C.UTF-8");
            return ExitCode.USER;
        }
        if (failure instanceof OutOfMemoryError || isOutOfNativeMemory(failure)) {
            err.println("espalier: out of memory (" + failure.getMessage()
                    + "). Give it more, such as ESPALIER_OPTS=-Xmx8g, or choose smaller batches");
            return ExitCode.USER;
        }
        failure.printStackTrace(err);
        String report = " with the lines above, the pipeline file and the command: espalier " + String.join(" ", args);
        err.println(plugin(failure)
                .map(frame -> "espalier: this is a bug in the plugin of " + frame.getClassLoaderName() + ", seen in "
                        + frame.getClassName() + "." + frame.getMethodName()
                        + ", or in what it called. Please report it to the"
                        + " plugin's author" + report)
                .orElse("espalier: this is a bug in Espalier. Please report it" + report));
        return ExitCode.BUG;
    }

    /** Returns the innermost call of a plugin's code, whose class loader goes by the jar it reads. */
    private static Optional<StackTraceElement> plugin(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            for (StackTraceElement frame : cause.getStackTrace()) {
                String loader = frame.getClassLoaderName();
                if (loader != null && !OWN_LOADERS.contains(loader)) {
                    return Optional.of(frame);
                }
            }
        }
        return Optional.empty();
    }

    /** Native code that gets no memory throws C++'s error, which arrives as any error of native code does. */
    private static boolean isOutOfNativeMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("bad_alloc")) {
                return true;
            }
        }
        return false;
    }
}
