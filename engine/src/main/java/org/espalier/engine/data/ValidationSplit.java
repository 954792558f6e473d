package org.espalier.engine.data;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.espalier.api.data.Examples;
import org.espalier.engine.random.RandomStreams;

/**
 * Training examples in two parts: those to train with, and those that everything is chosen by. Both keep the order in
 * which the examples stood.
 *
 * @param train what is left to train with
 * @param validation what was set aside; may be empty
 */
public record ValidationSplit(Examples train, Examples validation) {
    public ValidationSplit {
        requireNonNull(train, "train is null");
        requireNonNull(validation, "validation is null");
    }

    /**
     * Sets examples aside, drawn without replacement; of consecutive examples the last.
     *
     * @param examples what is split
     * @param amount below 1: the share to set aside, rounded to the nearest count; else how many, a whole number
     * @param seed the same seed sets the same examples aside
     * @throws IllegalArgumentException when the amount is neither, or nothing would be left to train with
     */
    public static ValidationSplit of(Examples examples, double amount, long seed) {
        int size = examples.size();
        int count = count(amount, size);
        int[] order = examples.consecutive()
                ? IntStream.range(0, size).map(i -> (i + size - count) % size).toArray()
                : permutation(size, RandomStreams.of(seed, "validation", 0));
        Arrays.sort(order, 0, count);
        Arrays.sort(order, count, size);
        return new ValidationSplit(
                count == 0 ? examples : Subset.of(examples, Arrays.copyOfRange(order, count, size)),
                Subset.of(examples, Arrays.copyOf(order, count)));
    }

    /** Returns the numbers from 0 to {@code size} (exclusive) in random order (Fisher and Yates's shuffle). */
    static int[] permutation(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static int count(double amount, int size) {
        if (!(amount >= 0) || (amount >= 1 && amount != Math.rint(amount))) {
            throw new IllegalArgumentException(
                    "validation is a share from 0 to below 1, or a whole number of examples, but was " + amount);
        }
        double count = amount < 1 ? Math.rint(amount * size) : amount;
        if (count >= size) {
            throw new IllegalArgumentException("validation would set aside " + (long) count + " of " + size
                    + " training examples; at least one must be left to train with");
        }
        return (int) count;
    }
}
