package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Rows of a trained table, looked up by whole numbers: {@code [steps]} becomes {@code [steps, width]}. */
public record Embedding(
        @Knob("how many different numbers are read, from 0") @Positive
        long tokens,

        @Knob("features of each row") @Positive long width)
        implements LayerTemplate {
    @Override
    public String stem() {
        return "embedding";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("Gather", Map.of("rows", tokens, "columns", width));
    }
}
