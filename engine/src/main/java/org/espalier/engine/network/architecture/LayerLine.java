package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.network.architecture.template.LayerTemplate;

/**
 * One layer of a network that is written out. Where it only follows the one before it, the layer alone is enough:
 * {@code relu} for <code>{ layer: relu }</code>.
 */
public record LayerLine(
        @Knob(value = "what the layer is called; empty for its kind and a number, such as conv1", otherwise = "''")
        String name,

        @Knob(
                value = "names of the layers before it that it reads, 'input' for the examples; empty for the last one",
                otherwise = "[]")
        List<String> reads,

        @Knob("what it computes, such as { conv: { filters: 20, kernel: 5 } }")
        LayerTemplate layer) {
    public LayerLine {
        requireNonNull(layer, "layer is null");
        reads = List.copyOf(reads);
        if (!name.matches("[\\w.-]*")) {
            throw new IllegalArgumentException(
                    "a layer's name is made of letters, digits, '.', '-' and '_', but was '" + name + "'");
        }
    }

    /** Without a name of its own, reading the layer before it. */
    public LayerLine(LayerTemplate layer) {
        this("", List.of(), layer);
    }
}
