package org.espalier.engine.kernel.memory;

/** What arrays of Java can hold, and so whatever is read into one. */
public final class JavaArrays {
    /** The most elements: some virtual machines need a few of the 2^31 - 1 for themselves. */
    public static final long LONGEST = Integer.MAX_VALUE - 8L;

    private JavaArrays() {}
}
