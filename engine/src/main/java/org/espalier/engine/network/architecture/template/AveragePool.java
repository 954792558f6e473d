package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** The mean under a window. */
public record AveragePool(
        @Knob("rows and columns of the window") @Positive long size,

        @Knob(value = "steps along rows and columns; 0 for as many as the window has", otherwise = "0") @PositiveOrZero
        long stride,

        @Knob(value = "padding around the input, on each side", otherwise = "0") @PositiveOrZero
        long padding,

        @Knob(value = "whether padding counts as zeros in the mean", otherwise = "false")
        boolean countPadding)
        implements LayerTemplate {
    /** Windows that neither overlap nor reach beyond the input. */
    public AveragePool(long size) {
        this(size, 0, 0, false);
    }

    @Override
    public String stem() {
        return "pool";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        Map<String, Object> attributes = PoolWindow.attributes(size, stride, padding);
        attributes.put("count_include_pad", countPadding ? 1L : 0L);
        return new LayerSpec.Other("AveragePool", attributes);
    }
}
