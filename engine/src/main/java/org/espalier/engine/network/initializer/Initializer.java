package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/** Draws the first values of a parameter. */
@FunctionalInterface
public interface Initializer {
    /**
     * Returns {@code info.size()} values in c order.
     *
     * @param layer whose parameter it is
     * @param info shape and axes of the weight; fan-in is the product of its extents behind the first. Also of a bias, where
     *     {@link #biases} are drawn
     * @param random where to draw from
     */
    float[] draw(LayerView layer, ParamInfo info, RandomGenerator random);

    /** Returns whether biases are drawn too; if not, they start from what their layer says, mostly zero. */
    default boolean biases() {
        return false;
    }
}
