package org.espalier.engine.network;

import java.util.random.RandomGenerator;
import org.espalier.api.model.ParamInfo;

/** Draws the first values of a weight array. */
@FunctionalInterface
public interface Initializer {
    /**
     * Returns {@code info.size()} values in c order.
     *
     * @param info shape and axes of the weight; fan-in is the product of its extents behind the first
     * @param random where to draw from
     */
    float[] draw(ParamInfo info, RandomGenerator random);
}
