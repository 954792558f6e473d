package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Zeroes elements at random in training and scales the others up. */
public record Dropout(
        @Knob(value = "the probability that an element is zeroed, in [0, 1)", otherwise = "0.5")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double ratio)
        implements LayerTemplate {
    @Override
    public String stem() {
        return "dropout";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("Dropout", Map.of("ratio", ratio));
    }
}
