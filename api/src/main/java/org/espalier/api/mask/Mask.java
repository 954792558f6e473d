package org.espalier.api.mask;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.apiguardian.api.API;
import org.espalier.api.model.Flat;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One bit for each element of a parameter (or for each unit of a bundle): 1 is alive, 0 is masked. Immutable; packed
 * into words of 64, in c order.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public final class Mask {
    private final List<Long> shape;
    private final long size;
    private final long[] words;
    private final long alive;

    private Mask(List<Long> shape, long[] words) {
        this(shape, words, countBits(words));
    }

    private Mask(List<Long> shape, long[] words, long alive) {
        this.shape = List.copyOf(shape);
        this.size = count(shape);
        this.words = words;
        this.alive = alive;
    }

    /** Returns a mask with every element alive. */
    public static Mask ones(List<Long> shape) {
        long[] words = new long[wordsFor(count(shape))];
        Arrays.fill(words, -1L);
        return ofWords(shape, words);
    }

    /** Returns a mask with no element alive. */
    public static Mask zeros(List<Long> shape) {
        return new Mask(shape, new long[wordsFor(count(shape))]);
    }

    /** Returns the mask whose element at flat index {@code i} is alive where {@code alive} says so. */
    public static Mask of(List<Long> shape, LongPredicate alive) {
        long size = count(shape);
        long[] words = new long[wordsFor(size)];
        for (int w = 0; w < words.length; w++) {
            long start = (long) w << 6;
            long word = 0;
            for (int bit = 0; bit < Math.min(64, size - start); bit++) {
                word |= alive.test(start + bit) ? 1L << bit : 0;
            }
            words[w] = word;
        }
        return new Mask(shape, words);
    }

    /**
     * Returns the mask that these words hold; bit {@code i & 63} of word {@code i >> 6} is element {@code i}. Bits
     * behind the last element are ignored.
     *
     * @param words as many as the shape needs; not copied, so the caller must let go of them
     * @throws IllegalArgumentException when there are too few or too many words
     */
    public static Mask ofWords(List<Long> shape, long[] words) {
        long size = count(shape);
        if (words.length != wordsFor(size)) {
            throw new IllegalArgumentException(
                    "a mask of shape " + shape + " takes " + wordsFor(size) + " words but got " + words.length);
        }
        int tail = (int) (size & 63);
        if (tail != 0) {
            words[words.length - 1] &= (1L << tail) - 1;
        }
        return new Mask(shape, words);
    }

    /** Returns the number of words that {@code size} elements take. */
    public static int wordsFor(long size) {
        return Math.toIntExact((size + 63) >>> 6);
    }

    /** Returns the shape of what is masked. */
    public List<Long> shape() {
        return shape;
    }

    /** Returns the number of elements. */
    public long size() {
        return size;
    }

    /** Returns how many elements are alive. */
    public long alive() {
        return alive;
    }

    /** Returns the share of elements that are alive, in [0, 1]; 1 where there is no element. */
    public double density() {
        return size == 0 ? 1 : (double) alive / size;
    }

    /** Returns whether the element at flat index {@code index} is alive. */
    public boolean get(long index) {
        Objects.checkIndex(index, size);
        return (words[(int) (index >>> 6)] >>> index & 1) != 0;
    }

    /** Returns word {@code index}: the 64 elements from {@code 64 · index}. */
    public long word(int index) {
        return words[index];
    }

    /** Returns the number of words. */
    public int wordCount() {
        return words.length;
    }

    /** Calls {@code action} with the flat index of every living element, rising. */
    public void forEachAlive(LongConsumer action) {
        for (int w = 0; w < words.length; w++) {
            for (long rest = words[w]; rest != 0; rest &= rest - 1) {
                action.accept(((long) w << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    /** Returns what is alive here and may stay so; {@code stays} is asked of living elements only. */
    public Mask filter(LongPredicate stays) {
        long[] result = words.clone();
        forEachAlive(i -> {
            if (!stays.test(i)) {
                result[(int) (i >>> 6)] &= ~(1L << i);
            }
        });
        return new Mask(shape, result);
    }

    /** Returns what is alive in both. */
    public Mask and(Mask other) {
        return combine(other, (a, b) -> a & b);
    }

    /** Returns what is alive in either. */
    public Mask or(Mask other) {
        return combine(other, (a, b) -> a | b);
    }

    /** Returns what is alive here and not in {@code other}. */
    public Mask andNot(Mask other) {
        return combine(other, (a, b) -> a & ~b);
    }

    /** Returns the opposite of each element. */
    public Mask not() {
        return andNotFrom(ones(shape));
    }

    /**
     * Returns the same elements under another shape of the same size, without copying them.
     *
     * @throws IllegalArgumentException when the sizes differ
     */
    public Mask reshape(List<Long> to) {
        if (count(to) != size) {
            throw new IllegalArgumentException("a mask of shape " + shape + " does not fit the shape " + to);
        }
        return new Mask(to, words, alive);
    }

    /** Returns a new float array of this shape with 1 for alive and 0 for masked. */
    public INDArray toArray() {
        float[] values = new float[Math.toIntExact(size)];
        forEachAlive(i -> values[(int) i] = 1);
        return Flat.array(values, shape.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && shape.equals(mask.shape) && Arrays.equals(words, mask.words);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return "Mask" + shape + " " + alive + "/" + size;
    }

    private Mask andNotFrom(Mask all) {
        return all.andNot(this);
    }

    private Mask combine(Mask other, LongBinaryOperator operator) {
        if (!shape.equals(other.shape)) {
            throw new IllegalArgumentException("masks of shapes " + shape + " and " + other.shape + " do not combine");
        }
        long[] result = new long[words.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsLong(words[i], other.words[i]);
        }
        return new Mask(shape, result);
    }

    private static long countBits(long[] words) {
        long total = 0;
        for (long word : words) {
            total += Long.bitCount(word);
        }
        return total;
    }

    private static long count(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
