package org.espalier.dist;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The command line: {@code espalier run FILE} and its siblings. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintStream err = err();
        System.setErr(err);
        System.exit(run(args, console(FileDescriptor.out, System.out), err));
    }

    /**
     * Runs a command.
     *
     * @param out where results go
     * @param err where progress, warnings and mistakes go
     * @return one of {@link ExitCode}
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return new CommandLines(Surroundings.present(out, err)).run(args);
    }

    /** The launcher may keep the terminal's own error stream open beside the one that Java itself warns on. */
    private static PrintStream err() {
        String kept = System.getProperty("espalier.err", "");
        if (!kept.isEmpty()) {
            try {
                return new PrintStream(new FileOutputStream(kept, true), true, StandardCharsets.UTF_8);
            } catch (FileNotFoundException e) {
                // a terminal that belongs to somebody else; what goes through the filter arrives as well
                return console(FileDescriptor.err, System.err);
            }
        }
        return console(FileDescriptor.err, System.err);
    }

    /** Terminals speak UTF-8, except on Windows; what Java reads from the locale says less in a bare container. */
    private static PrintStream console(FileDescriptor descriptor, PrintStream otherwise) {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return otherwise;
        }
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
