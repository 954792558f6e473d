package org.espalier.engine.mask;

/**
 * Loops over sort keys of floats. A key is an integer that compares as its float does: 0.0 and -0.0 share the key 0, the
 * infinities have the outermost keys of numbers, and units that may not win have {@link #NEVER}.
 */
interface KeyKernel {
    /** Below every float's key. */
    int NEVER = Integer.MIN_VALUE;

    /**
     * Turns the bits of floats into keys, in place.
     *
     * @return whether all of them are numbers
     */
    boolean toKeys(int[] bits, int count);

    /** Counts keys by their upper halves: key {@code k} in {@code histogram[(k >> 16) + 32768]}. */
    void countUpper(int[] keys, int count, int[] histogram);

    /** Counts the lower halves of the keys whose upper half is {@code upper}. */
    void countLower(int[] keys, int count, int upper, int[] histogram);

    /**
     * Writes one bit for each key, set where the key is above {@code threshold}: bit {@code i & 63} of word
     * {@code at + (i >> 6)}.
     */
    void above(int[] keys, int count, int threshold, long[] words, int at);

    /** Returns the fastest kernel that this JVM can run. */
    static KeyKernel best() {
        return Holder.BEST;
    }

    /** Chosen once, when a selection first needs it. */
    final class Holder {
        private static final KeyKernel BEST = choose();

        private Holder() {}

        private static KeyKernel choose() {
            try {
                return Class.forName("org.espalier.engine.mask.VectorKeyKernel")
                        .asSubclass(KeyKernel.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError absent) {
                // The JVM runs without jdk.incubator.vector, or with one that looks different: plain loops do.
                return new PlainKeyKernel();
            }
        }
    }
}
