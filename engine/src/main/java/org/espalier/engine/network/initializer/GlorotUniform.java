package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/**
 * Uniform weights that keep variance both ways: {@code U(±√(6 / (fan-in + fan-out)))}. Glorot and Bengio 2010, "Understanding
 * the difficulty of training deep feedforward neural networks", equation 16.
 */
public record GlorotUniform() implements Initializer {
    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        return Fans.uniform(info, random, Math.sqrt(6 / (Fans.in(info) + Fans.out(info))));
    }
}
