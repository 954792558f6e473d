package org.espalier.engine.network.architecture.template;

import java.util.LinkedHashMap;
import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Elements below {@code min} become {@code min}, those above {@code max} become {@code max}. */
public record Clip(
        @Knob(value = "the smallest element that is let through", otherwise = "-.inf")
        double min,

        @Knob(value = "the largest element that is let through", otherwise = ".inf")
        double max)
        implements LayerTemplate {
    public Clip {
        if (!(min <= max)) {
            throw new IllegalArgumentException("min must not be above max, but they are " + min + " and " + max);
        }
    }

    @Override
    public String stem() {
        return "clip";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        var attributes = new LinkedHashMap<String, Object>();
        if (Double.isFinite(min)) {
            attributes.put("min", min);
        }
        if (Double.isFinite(max)) {
            attributes.put("max", max);
        }
        return new LayerSpec.Other("Clip", attributes);
    }
}
