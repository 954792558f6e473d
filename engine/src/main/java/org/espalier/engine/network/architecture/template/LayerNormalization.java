package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Normalizes each example, or each step of a sequence, over its last axis (Ba et al. 2016). */
public record LayerNormalization(
        @Knob(value = "added to variances, which keeps the quotient finite", otherwise = "1.0e-5") @Positive
        double epsilon)
        implements LayerTemplate {
    @Override
    public String stem() {
        return "ln";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("LayerNormalization", Map.of("epsilon", epsilon));
    }
}
