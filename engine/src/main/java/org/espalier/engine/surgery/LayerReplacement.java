package org.espalier.engine.surgery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.decompose.Factorization.Products;
import org.espalier.api.model.FactoredMatrix;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.espalier.engine.network.graph.Graph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph in which factors have taken the place of one layer, or of some of its matrices. Of a chain the last layer has the old
 * one's name, so that whoever read it reads the chain; those before it are called as {@link ChainViews#name} says.
 * A layer whose matrices become products stays, with their factors as parameters; see {@link FactoredMatrix}.
 *
 * @param graph the new graph
 * @param weights the parameters of the chain, or the factors
 */
public record LayerReplacement(Graph graph, Map<ParamId, INDArray> weights) {
    public LayerReplacement {
        weights = Map.copyOf(weights);
    }

    /**
     * Replaces a layer, or matrices of it.
     *
     * @throws IllegalArgumentException when there is no such layer, or when it is not of a kind for which there are such factors
     */
    public static LayerReplacement of(Graph graph, LayerId layer, Factorization factorization) {
        if (graph.nodes().stream().noneMatch(node -> node.id().equals(layer))) {
            throw new IllegalArgumentException("the network has no layer '" + layer + "' to replace");
        }
        if (factorization instanceof Products products) {
            return of(graph, layer, products);
        }
        Chain chain = (Chain) factorization;
        if (chain.layers().isEmpty()) {
            throw new IllegalArgumentException(
                    "layer '" + layer + "' is replaced by a chain of layers, but was given an empty chain");
        }
        return of(graph, layer, chain);
    }

    private static LayerReplacement of(Graph graph, LayerId layer, Products products) {
        var ranks = new TreeMap<String, Long>();
        var weights = new LinkedHashMap<ParamId, INDArray>();
        products.byMatrix().forEach((id, factors) -> {
            if (!id.layer().equals(layer)) {
                throw new IllegalArgumentException(
                        "layer '" + layer + "' was given factors of '" + id + "', which is another's");
            }
            ranks.put(id.name(), factors.rank());
            weights.put(new ParamId(layer, id.name() + FactoredMatrix.LEFT), factors.left());
            weights.put(new ParamId(layer, id.name() + FactoredMatrix.RIGHT), factors.right());
        });
        List<Graph.Node> nodes = graph.nodes().stream()
                .map(node -> node.id().equals(layer) ? factoring(node, ranks) : node)
                .toList();
        return new LayerReplacement(new Graph(graph.inputShape(), nodes), weights);
    }

    private static Graph.Node factoring(Graph.Node node, Map<String, Long> ranks) {
        if (node.spec() instanceof LayerSpec.Other other) {
            return new Graph.Node(node.id(), other.factoring(ranks), node.inputs());
        }
        throw new IllegalArgumentException("layer '" + node.id() + "' ("
                + node.spec().kind() + ") is replaced by a chain of layers, but was given products of single matrices");
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
                LayerId id = ChainViews.name(layer, i, chain.layers().size());
                LayerSpec spec = chain.layers().get(i);
                nodes.add(new Graph.Node(id, spec, inputs));
                chain.weights().get(i).forEach((name, values) -> weights.put(new ParamId(id, name), values));
                inputs = List.of(id);
            }
        }
        return new LayerReplacement(new Graph(graph.inputShape(), nodes), weights);
    }
}
