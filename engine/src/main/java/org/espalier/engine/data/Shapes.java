package org.espalier.engine.data;

import java.math.BigInteger;
import java.util.List;

/** What follows from the shape of one example. */
final class Shapes {
    private Shapes() {}

    /** Returns how many values an example has. */
    static int length(List<Long> shape) {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /**
     * Returns {@code wanted} when it has as many values as {@code given}.
     *
     * @throws IllegalArgumentException when it has not
     */
    static List<Long> sameLength(List<Long> wanted, List<Long> given) {
        if (!hasLength(wanted, length(given))) {
            throw new IllegalArgumentException("'shape' is " + wanted + ", which has " + exactLength(wanted)
                    + " values, but an example has " + length(given) + " (" + given + ")");
        }
        return List.copyOf(wanted);
    }

    /** Returns whether an example has so many values, however large the numbers in its shape are. */
    static boolean hasLength(List<Long> shape, long length) {
        return exactLength(shape).equals(BigInteger.valueOf(length));
    }

    private static BigInteger exactLength(List<Long> shape) {
        return shape.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** Returns how many channels it has; each feature of a plain row is one. */
    static int channels(List<Long> shape) {
        return Math.toIntExact(shape.get(0));
    }

    /** Returns whether it is an image: channels, height, width. */
    static boolean image(List<Long> shape) {
        return shape.size() == 3;
    }
}
