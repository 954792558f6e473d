package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Optional;
import org.espalier.api.model.LayerId;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.network.architecture.template.LayerTemplate;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.graph.MisfitException;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.KaimingUniform;

/** A network written out layer by layer, each reading the one before it or those that it names. */
public record Layers(
        @Knob(
                "the layers: [{ conv: { filters: 20, kernel: 5 } }, relu, { name: sum, reads: [conv1, relu1], layer: add }]")
        @NotEmpty
        List<LayerLine> layers,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-uniform")
        Initializer initializer)
        implements Architecture {
    public Layers {
        layers = List.copyOf(layers);
        requireNonNull(initializer, "initializer is null");
    }

    /** A chain, with Kaiming's uniform weights. */
    public Layers(List<LayerTemplate> layers) {
        this(layers.stream().map(LayerLine::new).toList(), new KaimingUniform());
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape);
        for (LayerLine line : layers) {
            try {
                add(builder, line);
            } catch (IllegalArgumentException e) {
                throw new MisfitException(line, String.valueOf(e.getMessage()));
            }
        }
        Graph graph = builder.build(classes);
        for (int i = 0; i < layers.size() - 1; i++) {
            requireReader(graph, graph.nodes().get(i).id(), layers.get(i));
        }
        return graph;
    }

    private static void add(GraphBuilder builder, LayerLine line) {
        List<LayerId> inputs = line.reads().isEmpty()
                ? List.of(builder.last())
                : line.reads().stream().map(LayerId::new).toList();
        if (line.name().isEmpty()) {
            builder.add(line.layer(), inputs);
            return;
        }
        builder.add(line.name(), line.layer(), inputs);
    }

    private static void requireReader(Graph graph, LayerId id, LayerLine line) {
        Optional<Graph.Node> reader = graph.nodes().stream()
                .filter(node -> node.inputs().contains(id))
                .findFirst();
        if (reader.isEmpty()) {
            throw new MisfitException(
                    line,
                    "layer '" + id
                            + "' is read by no other, and only the last layer may be; name it under some 'reads',"
                            + " or remove it");
        }
    }
}
