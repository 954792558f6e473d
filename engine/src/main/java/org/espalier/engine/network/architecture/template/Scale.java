package org.espalier.engine.network.architecture.template;

import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Multiplies everything by one number that is not trained. */
public record Scale(@Knob("the number") double factor) implements LayerTemplate {
    @Override
    public String stem() {
        return "scale";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("Mul", Map.of("factor", factor));
    }
}
