package org.espalier.engine.surgery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.decompose.Factorization.Products;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.espalier.engine.network.Graph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph in which a chain of layers has taken one layer's place. The chain's last layer has the old one's name, so that
 * whoever read it reads the chain; those before it are called {@code <name>.1}, {@code <name>.2} and so on.
 *
 * @param graph the new graph
 * @param weights the parameters of the chain
 */
public record LayerReplacement(Graph graph, Map<ParamId, INDArray> weights) {
    public LayerReplacement {
        weights = Map.copyOf(weights);
    }

    /**
     * Replaces a layer.
     *
     * @throws IllegalArgumentException when there is no such layer, or when it is not of a kind that chains replace
     */
    public static LayerReplacement of(Graph graph, LayerId layer, Factorization factorization) {
        if (graph.nodes().stream().noneMatch(node -> node.id().equals(layer))) {
            throw new IllegalArgumentException("the network has no layer '" + layer + "' to replace");
        }
        if (factorization instanceof Chain chain && !chain.layers().isEmpty()) {
            return of(graph, layer, chain);
        }
        String given = factorization instanceof Products ? "products of single matrices" : "an empty chain";
        throw new IllegalArgumentException(
                "layer '" + layer + "' is replaced by a chain of layers, but was given " + given);
    }

    private static LayerReplacement of(Graph graph, LayerId layer, Chain chain) {
        var nodes = new ArrayList<Graph.Node>();
        var weights = new LinkedHashMap<ParamId, INDArray>();
        for (Graph.Node node : graph.nodes()) {
            if (!node.id().equals(layer)) {
                nodes.add(node);
                continue;
            }
            List<LayerId> inputs = node.inputs();
            for (int i = 0; i < chain.layers().size(); i++) {
                boolean last = i == chain.layers().size() - 1;
                LayerId id = last ? layer : new LayerId(layer.path() + "." + (i + 1));
                LayerSpec spec = chain.layers().get(i);
                nodes.add(new Graph.Node(id, spec, inputs));
                chain.weights().get(i).forEach((name, values) -> weights.put(new ParamId(id, name), values));
                inputs = List.of(id);
            }
        }
        return new LayerReplacement(new Graph(graph.inputShape(), nodes), weights);
    }
}
