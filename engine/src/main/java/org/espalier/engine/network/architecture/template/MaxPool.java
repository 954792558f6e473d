package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** The largest element under a window. */
public record MaxPool(
        @Knob("rows and columns of the window") @Positive long size,

        @Knob(value = "steps along rows and columns; 0 for as many as the window has", otherwise = "0") @PositiveOrZero
        long stride,

        @Knob(value = "padding around the input, on each side", otherwise = "0") @PositiveOrZero
        long padding)
        implements LayerTemplate {
    /** Windows that neither overlap nor reach beyond the input. */
    public MaxPool(long size) {
        this(size, 0, 0);
    }

    @Override
    public String stem() {
        return "pool";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("MaxPool", PoolWindow.attributes(size, stride, padding));
    }
}
