package org.espalier.engine.kernel;

/** Random decisions that depend on a seed and a place alone, so that they can be made in any order and made again. */
public final class DropoutHash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private DropoutHash() {}

    /** Returns the number below which {@link #bits} makes an element be dropped, for a probability in [0, 1). */
    public static int threshold(double ratio) {
        return (int) Math.round(ratio * (1 << 24));
    }

    /** Returns 24 evenly distributed bits for one place: the finaliser of SplitMix64 on a counter. */
    public static int bits(long seed, long index) {
        long z = seed + (index + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) ((z ^ (z >>> 31)) >>> 40);
    }
}
