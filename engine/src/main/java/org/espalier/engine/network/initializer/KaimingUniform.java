package org.espalier.engine.network.initializer;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;

/**
 * Uniform weights that keep the variance of what flows forward through (leaky) ReLUs: {@code U(±√(6 / ((1 + a²) fan-in)))}.
 * He et al. 2015, "Delving Deep into Rectifiers", equation 14. PyTorch's default for dense and convolution layers has
 * {@code a = √5}, that is {@code U(±1/√fan-in)}.
 */
public record KaimingUniform(
        @Knob(
                value = "slope of the ReLU below zero; 2.23606797749979 gives PyTorch's default, U(±1/√fan-in)",
                otherwise = "0")
        @PositiveOrZero
        double a)
        implements Initializer {
    /** For plain ReLUs. */
    public KaimingUniform() {
        this(0);
    }

    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        return Fans.uniform(info, random, Math.sqrt(6 / ((1 + a * a) * Fans.in(info))));
    }
}
