package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Puts the axes of an example in another order. */
public record Transpose(
        @Knob("the old axis that each new one is, counted from 1; axis 0 is the batch: [2, 1] swaps two") @NotEmpty
        List<@Positive Long> order)
        implements LayerTemplate {
    public Transpose {
        order = List.copyOf(order);
    }

    @Override
    public String stem() {
        return "transpose";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        var all = new ArrayList<Long>();
        all.add(0L);
        all.addAll(order);
        return new LayerSpec.Other("Transpose", Map.of("perm", all));
    }
}
