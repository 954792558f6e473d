package org.espalier.engine.network;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.network.template.LayerTemplate;

/** A network written out layer by layer, each reading the one before it. */
public record Layers(
        @Knob("the layers, such as [{ conv: { filters: 20, kernel: 5 } }, relu, flatten, { dense: 10 }]") @NotEmpty
        List<LayerTemplate> layers,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-uniform")
        Initializer initializer)
        implements Architecture {
    public Layers {
        layers = List.copyOf(layers);
        requireNonNull(initializer, "initializer is null");
    }

    /** With Kaiming's uniform weights. */
    public Layers(List<LayerTemplate> layers) {
        this(layers, new KaimingUniform());
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape);
        layers.forEach(builder::add);
        return builder.build(classes);
    }
}
