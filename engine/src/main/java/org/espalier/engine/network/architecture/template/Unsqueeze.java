package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Puts axes of extent 1 into an example's shape. */
public record Unsqueeze(
        @Knob("the axes that the new shape has more, counted from 1; axis 0 is the batch") @NotEmpty
        List<@Positive Long> axes)
        implements LayerTemplate {
    public Unsqueeze {
        axes = List.copyOf(axes);
    }

    @Override
    public String stem() {
        return "unsqueeze";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("Unsqueeze", Map.of("axes", axes));
    }
}
