package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/**
 * Normal weights of variance {@code 1 / fan-in}. LeCun et al. 1998, "Efficient BackProp", section 4.6; not truncated.
 */
public record LecunNormal() implements Initializer {
    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        return Fans.normal(info, random, Math.sqrt(1 / Fans.in(info)));
    }
}
