package org.espalier.engine.data;

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
        if (length(wanted) != length(given)) {
            throw new IllegalArgumentException("'shape' is " + wanted + ", which has " + length(wanted)
                    + " values, but an example has " + length(given) + " (" + given + ")");
        }
        return List.copyOf(wanted);
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
