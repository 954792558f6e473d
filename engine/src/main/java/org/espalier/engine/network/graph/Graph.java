package org.espalier.engine.network.graph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;

/**
 * What a network computes, without its weights: nodes in an order in which each follows those it reads. The last node
 * gives the network's output.
 *
 * @param inputShape shape of one example, without the batch axis
 * @param nodes the layers
 */
public record Graph(List<Long> inputShape, List<Node> nodes) {
    public Graph {
        inputShape = List.copyOf(inputShape);
        nodes = List.copyOf(nodes);
    }

    /**
     * One layer.
     *
     * @param id its name, unique in the graph
     * @param spec what it computes
     * @param inputs the layers it reads; the network's input is {@code NetworkView.INPUT}
     */
    public record Node(LayerId id, LayerSpec spec, List<LayerId> inputs) {
        public Node {
            requireNonNull(id, "id is null");
            requireNonNull(spec, "spec is null");
            inputs = List.copyOf(inputs);
        }
    }
}
