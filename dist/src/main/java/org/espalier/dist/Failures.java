package org.espalier.dist;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.espalier.api.data.DataException;
import org.espalier.engine.PipelineException;
import org.espalier.engine.config.ConfigException;
import org.espalier.engine.text.Shown;

/** Turns what a command failed with into words and an exit code. */
final class Failures {
    private static final List<Class<? extends Throwable>> FOR_THE_USER =
            List.of(UserException.class, DataException.class, PipelineException.class, UncheckedIOException.class);

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
        if (failure instanceof OutOfMemoryError || isOutOfNativeMemory(failure)) {
            err.println("espalier: out of memory (" + failure.getMessage()
                    + "). Give it more, such as ESPALIER_OPTS=-Xmx8g, or choose smaller batches");
            return ExitCode.USER;
        }
        failure.printStackTrace(err);
        err.println("espalier: this is a bug in Espalier or in a plugin. Please report it with the lines above, the"
                + " pipeline file and the command: espalier " + String.join(" ", args));
        return ExitCode.BUG;
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
