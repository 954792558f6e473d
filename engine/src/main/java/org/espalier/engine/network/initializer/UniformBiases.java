package org.espalier.engine.network.initializer;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;

/**
 * Weights as another initializer draws them, and biases as PyTorch draws them: {@code U(±1/√fan-in)} of their layer's weights, or
 * {@code U(±1/√hidden)} in LSTM and GRU.
 */
public record UniformBiases(
        @Knob(value = "how weights are drawn", otherwise = "kaiming-uniform")
        Initializer weights) implements Initializer {
    private static final Initializer PYTORCH = new Pytorch();

    public UniformBiases {
        requireNonNull(weights, "weights is null");
    }

    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        Initializer responsible = info.shape().size() == 1 ? PYTORCH : weights;
        return responsible.draw(layer, info, random);
    }

    @Override
    public boolean biases() {
        return true;
    }
}
