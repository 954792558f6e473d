package org.espalier.engine.random;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Random numbers that follow from the first state alone: on every Java, on every processor. The Java platform fixes neither what
 * its generators make of a seed nor how the default methods of {@link RandomGenerator} draw bounded or normal numbers, so each
 * method of that interface is defined here.
 *
 * <p>Bits come from L64X128Mix (Steele and Vigna, LXM: Better Splittable Pseudorandom Number Generators, 2021): a linear
 * congruential sequence and an xor-based one, added and mixed. Normal numbers are made by Marsaglia's polar method (1964),
 * exponential ones by inversion, both with the logarithm of {@link StrictMath}. Not to be shared between threads.
 */
final class RandomStream implements RandomGenerator {
    private static final long MULTIPLIER = 0xd1342543de82ef95L;

    private final long addend;
    private long congruential;
    private long low;
    private long high;
    /** The second of two normal numbers that were made together; NaN when there is none. */
    private double spare = Double.NaN;

    /**
     * Makes a stream from 256 bits of state.
     *
     * @param addend which of 2^63 sequences; its lowest bit does not count
     */
    RandomStream(long addend, long congruential, long low, long high) {
        this.addend = addend | 1;
        this.congruential = congruential;
        this.low = low;
        // The xor-based sequence cannot leave zero.
        this.high = (low | high) == 0 ? MULTIPLIER : high;
    }

    @Override
    public long nextLong() {
        long drawn = mix(congruential + low);
        congruential = MULTIPLIER * congruential + addend;
        long changed = high ^ low;
        low = Long.rotateLeft(low, 24) ^ changed ^ (changed << 16);
        high = Long.rotateLeft(changed, 37);
        return drawn;
    }

    /** Draws 63 bits and takes the rest of a division; bits behind the last whole multiple of the bound are drawn anew. */
    @Override
    public long nextLong(long bound) {
        require(bound > 0, "bound must be positive");
        while (true) {
            long bits = nextLong() >>> 1;
            long rest = bits % bound;
            if (bits - rest + (bound - 1) >= 0) {
                return rest;
            }
        }
    }

    @Override
    public long nextLong(long origin, long bound) {
        require(origin < bound, "bound must be greater than origin");
        long width = bound - origin;
        if (width > 0) {
            return origin + nextLong(width);
        }
        long drawn = nextLong();
        while (drawn < origin || drawn >= bound) {
            drawn = nextLong();
        }
        return drawn;
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        return (int) nextLong(origin, bound);
    }

    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Fills the bytes with longs, the lowest byte of each first. */
    @Override
    public void nextBytes(byte[] bytes) {
        long bits = 0;
        for (int i = 0; i < bytes.length; i++) {
            bits = i % Long.BYTES == 0 ? nextLong() : bits >>> Byte.SIZE;
            bytes[i] = (byte) bits;
        }
    }

    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1.0p-24f;
    }

    @Override
    public float nextFloat(float bound) {
        return nextFloat(0, bound);
    }

    @Override
    public float nextFloat(float origin, float bound) {
        requireRange(origin, bound);
        float drawn = (float) (origin + nextFloat() * ((double) bound - origin));
        return drawn < bound ? drawn : Math.nextDown(bound);
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    @Override
    public double nextDouble(double bound) {
        return nextDouble(0, bound);
    }

    @Override
    public double nextDouble(double origin, double bound) {
        requireRange(origin, bound);
        // Halved, since the width of a range of finite numbers can be infinite.
        double drawn = 2 * (origin / 2 + nextDouble() * (bound / 2 - origin / 2));
        return drawn < bound ? drawn : Math.nextDown(bound);
    }

    /** A point in the unit circle gives two normal numbers; the second is kept for the next call. */
    @Override
    public double nextGaussian() {
        if (!Double.isNaN(spare)) {
            double kept = spare;
            spare = Double.NaN;
            return kept;
        }
        while (true) {
            double x = 2 * nextDouble() - 1;
            double y = 2 * nextDouble() - 1;
            double square = x * x + y * y;
            if (square < 1 && square != 0) {
                double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
                spare = y * scale;
                return x * scale;
            }
        }
    }

    @Override
    public double nextGaussian(double mean, double deviation) {
        require(deviation >= 0, "standard deviation must be non-negative");
        return mean + deviation * nextGaussian();
    }

    @Override
    public double nextExponential() {
        return -StrictMath.log(1 - nextDouble());
    }

    @Override
    public boolean isDeprecated() {
        return false;
    }

    @Override
    public IntStream ints() {
        return IntStream.generate(this::nextInt).sequential();
    }

    @Override
    public IntStream ints(long size) {
        return ints().limit(size);
    }

    @Override
    public IntStream ints(int origin, int bound) {
        require(origin < bound, "bound must be greater than origin");
        return IntStream.generate(() -> nextInt(origin, bound)).sequential();
    }

    @Override
    public IntStream ints(long size, int origin, int bound) {
        return ints(origin, bound).limit(size);
    }

    @Override
    public LongStream longs() {
        return LongStream.generate(this::nextLong).sequential();
    }

    @Override
    public LongStream longs(long size) {
        return longs().limit(size);
    }

    @Override
    public LongStream longs(long origin, long bound) {
        require(origin < bound, "bound must be greater than origin");
        return LongStream.generate(() -> nextLong(origin, bound)).sequential();
    }

    @Override
    public LongStream longs(long size, long origin, long bound) {
        return longs(origin, bound).limit(size);
    }

    @Override
    public DoubleStream doubles() {
        return DoubleStream.generate(this::nextDouble).sequential();
    }

    @Override
    public DoubleStream doubles(long size) {
        return doubles().limit(size);
    }

    @Override
    public DoubleStream doubles(double origin, double bound) {
        requireRange(origin, bound);
        return DoubleStream.generate(() -> nextDouble(origin, bound)).sequential();
    }

    @Override
    public DoubleStream doubles(long size, double origin, double bound) {
        return doubles(origin, bound).limit(size);
    }

    /** Lea's mixing function of 64 bits, a bijection. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 32)) * 0xdaba0b6eb09322e3L;
        z = (z ^ (z >>> 32)) * 0xdaba0b6eb09322e3L;
        return z ^ (z >>> 32);
    }

    private static void requireRange(double origin, double bound) {
        require(
                origin < bound && Double.isFinite(origin) && Double.isFinite(bound),
                "a range is from a finite origin to a greater finite bound");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
