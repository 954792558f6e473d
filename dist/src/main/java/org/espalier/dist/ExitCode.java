package org.espalier.dist;

/** What the command's exit code says to scripts. */
public final class ExitCode {
    /** All is fine. */
    public static final int FINE = 0;

    /** The command was not called as its help says. */
    public static final int USAGE = 1;

    /** The user's file, data, plugin or machine is at fault; the message says how. */
    public static final int USER = 2;

    /** Espalier is at fault; a stack trace says where. */
    public static final int BUG = 3;

    private ExitCode() {}
}
