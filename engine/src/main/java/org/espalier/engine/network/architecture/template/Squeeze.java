package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Takes axes of extent 1 out of an example's shape. */
public record Squeeze(
        @Knob("the axes that go, counted from 1; axis 0 is the batch") @NotEmpty
        List<@Positive Long> axes) implements LayerTemplate {
    public Squeeze {
        axes = List.copyOf(axes);
    }

    @Override
    public String stem() {
        return "squeeze";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("Squeeze", Map.of("axes", axes));
    }
}
