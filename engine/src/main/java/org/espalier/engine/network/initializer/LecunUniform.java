package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/**
 * Uniform weights of variance {@code 1 / fan-in}: {@code U(±√(3 / fan-in))}. LeCun et al. 1998, "Efficient BackProp", section 4.6;
 * also what Caffe calls {@code xavier}.
 */
public record LecunUniform() implements Initializer {
    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        return Fans.uniform(info, random, Math.sqrt(3 / Fans.in(info)));
    }
}
