package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.NetworkView;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.Shapes;
import org.espalier.engine.network.operator.Operators;

/**
 * A graph whose layers are made and whose shapes are settled. What flows is numbered: 0 is the network's input, {@code i + 1}
 * the output of layer {@code i}.
 *
 * @param layers in an order in which each follows those it reads
 * @param sources for each layer the numbers of what it reads
 * @param shapes of everything that flows, for one example
 */
public record Topology(List<Layer> layers, List<List<Integer>> sources, List<List<Long>> shapes) {
    /**
     * Makes the layers of a graph.
     *
     * @throws IllegalArgumentException when a layer reads what does not come before it, does not fit, or is not known;
     *     names the layer
     */
    public static Topology of(Graph graph) {
        if (graph.nodes().isEmpty()) {
            throw new IllegalArgumentException("the network has no layers");
        }
        var layers = new ArrayList<Layer>();
        var sources = new ArrayList<List<Integer>>();
        var shapes = new ArrayList<List<Long>>();
        Map<LayerId, Integer> numbers = new HashMap<>();
        numbers.put(NetworkView.INPUT, 0);
        shapes.add(graph.inputShape());
        for (Graph.Node node : graph.nodes()) {
            var own = new ArrayList<Integer>();
            for (LayerId input : node.inputs()) {
                Integer number = numbers.get(input);
                if (number == null) {
                    throw Shapes.problem(
                            node.id(), node.spec(), "it reads '" + input + "', but no layer before it has that name");
                }
                own.add(number);
            }
            Layer layer = Operators.make(
                    node.id(), node.spec(), own.stream().map(shapes::get).toList());
            layers.add(layer);
            sources.add(List.copyOf(own));
            shapes.add(layer.outputShape());
            if (numbers.put(node.id(), layers.size()) != null) {
                throw new IllegalArgumentException("two layers are called '" + node.id() + "'");
            }
        }
        return new Topology(List.copyOf(layers), List.copyOf(sources), List.copyOf(shapes));
    }

    /** Returns the layers that read what has a number, each as often as it does. */
    List<Integer> readers(int number) {
        var readers = new ArrayList<Integer>();
        for (int i = 0; i < layers.size(); i++) {
            for (int source : sources.get(i)) {
                if (source == number) {
                    readers.add(i);
                }
            }
        }
        return readers;
    }
}
