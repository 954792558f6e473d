package org.espalier.engine.mask.selection;

/**
 * Loops over sort keys of floats. A key is an integer that compares as its float does: 0.0 and -0.0 share the key 0, the
 * infinities have the outermost keys of numbers, and units that may not win have {@link #NEVER}.
 */
interface KeyKernel {
    /** The bits of positive infinity; those of a size beyond it are not a number. */
    int INFINITY = 0x7f800000;

    /** Below every float's key. */
    int NEVER = Integer.MIN_VALUE;

    /**
     * Turns the bits of floats into keys, in place.
     *
     * @return whether all of them are numbers
     */
    default boolean toKeys(int[] bits, int count) {
        int beyond = 0;
        for (int i = 0; i < count; i++) {
            int sign = bits[i] >> 31;
            int size = bits[i] & Integer.MAX_VALUE;
            // The sign bit of what is left below infinity stays set once a size was beyond it.
            beyond |= INFINITY - size;
            bits[i] = (size ^ sign) - sign;
        }
        return beyond >= 0;
    }

    /** Counts keys by their upper halves: key {@code k} in {@code histogram[(k >> 16) + 32768]}. */
    default void countUpper(int[] keys, int count, int[] histogram) {
        for (int i = 0; i < count; i++) {
            histogram[(keys[i] >> 16) + 32768]++;
        }
    }

    /** Counts the lower halves of the keys whose upper half is {@code upper}. */
    default void countLower(int[] keys, int count, int upper, int[] histogram) {
        for (int i = 0; i < count; i++) {
            if (keys[i] >> 16 == upper) {
                histogram[keys[i] & 0xffff]++;
            }
        }
    }

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
                return Class.forName("org.espalier.engine.mask.selection.VectorKeyKernel")
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
