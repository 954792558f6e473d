package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** The same elements in another shape. */
public record Reshape(
        @Knob("the shape of an example, without the batch; one extent may be -1, for what is left") @NotEmpty
        List<Long> shape)
        implements LayerTemplate {
    public Reshape {
        shape = List.copyOf(shape);
    }

    @Override
    public String stem() {
        return "reshape";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("Reshape", Map.of("shape", shape));
    }
}
