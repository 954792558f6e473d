package org.espalier.engine.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * The one source of random numbers: a stream of its own for every component and moment of a run.
 *
 * <p>A stream is named by the run's seed, the path of whoever draws (such as {@code repeat[2]/train/dropout}) and a step.
 * The same name gives the same numbers whatever else runs, so adding a component shifts nobody's randomness, and a run
 * that goes on after a kill draws what it would have drawn.
 *
 * <p>A stream's state is the SHA-256 of its name, so that similar names give unrelated streams. Where streams are many and
 * short (one for each example of each epoch), {@link #brief} makes one in a few nanoseconds. The numbers are the same on every
 * Java; see {@link RandomStream}. A stream may not be shared between threads.
 */
public final class RandomStreams {
    private RandomStreams() {}

    /**
     * Returns the stream of one component at one moment, at its beginning.
     *
     * @param runSeed the run's seed
     * @param path who draws
     * @param step at which moment; 0 for those who draw once
     */
    public static RandomGenerator of(long runSeed, String path, long step) {
        ByteBuffer state = ByteBuffer.wrap(hash(runSeed, path, step));
        return new RandomStream(state.getLong(), state.getLong(), state.getLong(), state.getLong());
    }

    /** Returns 64 bits that stand for the same name, to hand to what takes a seed and makes streams of its own. */
    public static long seed(long runSeed, String path, long step) {
        return ByteBuffer.wrap(hash(runSeed, path, step)).getLong();
    }

    /**
     * Returns a short stream that is quick to make.
     *
     * @param seed from {@link #seed}
     * @param moment such as the epoch
     * @param index such as the example's
     */
    public static RandomGenerator brief(long seed, long moment, long index) {
        long name = mix(mix(seed + moment) + index);
        return new RandomStream(mix(name), mix(name + 1), mix(name + 2), mix(name + 3));
    }

    /** Returns a stream for a parameter that asks for one where nothing is drawn. */
    public static RandomGenerator unused() {
        return brief(0, 0, 0);
    }

    /**
     * Scatters the bits of a number: a bijection in which each input bit changes about half of the output bits
     * (Stafford's variant 13 of the finaliser of MurmurHash3). The addition keeps 0 from being its own image.
     */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Numbers first, each of fixed length, so that no two names are hashed as the same bytes. */
    private static byte[] hash(long runSeed, String path, long step) {
        byte[] name = path.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + name.length)
                .putLong(runSeed)
                .putLong(step)
                .put(name);
        return sha256().digest(bytes.array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
