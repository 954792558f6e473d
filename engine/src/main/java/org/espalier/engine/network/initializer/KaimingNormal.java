package org.espalier.engine.network.initializer;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;

/**
 * Normal weights that keep the variance of what flows forward through (leaky) ReLUs: {@code N(0, 2 / ((1 + a²) fan-in))}. He
 * et al. 2015, "Delving Deep into Rectifiers", equation 14.
 */
public record KaimingNormal(
        @Knob(value = "slope of the ReLU below zero", otherwise = "0") @PositiveOrZero
        double a) implements Initializer {
    /** For plain ReLUs. */
    public KaimingNormal() {
        this(0);
    }

    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        return Fans.normal(info, random, Math.sqrt(2 / ((1 + a * a) * Fans.in(info))));
    }
}
