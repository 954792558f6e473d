package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Puts constant elements around an example, channels included. */
public record Pad(
        @Knob("elements before each axis of an example: [channels, rows, columns], say [0, 1, 1]") @NotEmpty
        List<@PositiveOrZero Long> before,

        @Knob(value = "elements behind each axis; empty for as many as before", otherwise = "[]")
        List<@PositiveOrZero Long> after,

        @Knob(value = "what they are", otherwise = "0") double value)
        implements LayerTemplate {
    public Pad {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (!after.isEmpty() && after.size() != before.size()) {
            throw new IllegalArgumentException(
                    "'before' and 'after' must name the same axes, but are " + before + " and " + after);
        }
    }

    /** With zeros. */
    public Pad(List<Long> before, List<Long> after) {
        this(before, after, 0);
    }

    @Override
    public String stem() {
        return "pad";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        var pads = new ArrayList<Long>();
        pads.add(0L);
        pads.addAll(before);
        pads.add(0L);
        pads.addAll(after.isEmpty() ? before : after);
        return new LayerSpec.Other("Pad", Map.of("pads", pads, "value", value));
    }
}
