package org.espalier.dist;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The command line: {@code espalier run FILE} and its siblings. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Digits and letters of what we print and read are the same everywhere.
        Locale.setDefault(Locale.ROOT);
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

    /**
     * Returns the caller's error stream. The launcher keeps it open under a number of its own, while Java's is filtered;
     * only a stream over that very number shares its place in a file with whoever else writes there.
     */
    private static PrintStream err() {
        String number = System.getProperty("espalier.err", "");
        if (!number.isEmpty()) {
            try {
                Constructor<FileDescriptor> open = FileDescriptor.class.getDeclaredConstructor(int.class);
                open.setAccessible(true);
                var stream = new FileOutputStream(open.newInstance(Integer.valueOf(number)));
                return new PrintStream(stream, true, StandardCharsets.UTF_8);
            } catch (ReflectiveOperationException | InaccessibleObjectException e) {
                // another Java may have it otherwise; what goes through the filter arrives as well
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
