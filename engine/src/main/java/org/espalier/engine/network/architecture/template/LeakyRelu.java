package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** {@code x} above zero, {@code slope · x} below. */
public record LeakyRelu(
        @Knob(value = "the slope below zero", otherwise = "0.01") @PositiveOrZero
        double slope) implements LayerTemplate {
    @Override
    public String stem() {
        return "relu";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("LeakyRelu", Map.of("alpha", slope));
    }
}
