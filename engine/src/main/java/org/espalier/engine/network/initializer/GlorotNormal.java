package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;

/**
 * Normal weights that keep variance both ways: {@code N(0, 2 / (fan-in + fan-out))}. Glorot and Bengio 2010, "Understanding the
 * difficulty of training deep feedforward neural networks", equation 12; not truncated.
 */
public record GlorotNormal() implements Initializer {
    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        return Fans.normal(info, random, Math.sqrt(2 / (Fans.in(info) + Fans.out(info))));
    }
}
