package org.espalier.engine.data;

import java.util.List;
import java.util.random.RandomGenerator;

/** Changes a training example a little, at random, each time it is seen, so that a network does not learn it by heart. */
public interface Augmentation {
    /**
     * Changes one example in place.
     *
     * @param example its values in c order, before normalisation
     * @param shape its shape, one that {@link #check} accepted
     * @param random the stream of this example in this epoch; nothing else may be drawn from
     */
    void apply(float[] example, List<Long> shape, RandomGenerator random);

    /**
     * Checks that it can be applied; by default it can be applied to examples of any shape.
     *
     * @param shape the shape of one example
     * @throws IllegalArgumentException when examples of this shape cannot be changed so; says which shape it needs
     */
    default void check(List<Long> shape) {}
}
