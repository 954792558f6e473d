package org.espalier.engine.surgery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.espalier.api.decompose.ChainViews;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.ParamId;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.graph.Graph.Node;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way back of {@link LayerReplacement}: chains are found by the names that it gives, {@code conv1.1}, {@code conv1.2} and
 * last {@code conv1}, and multiplied out into one layer.
 */
public final class ChainComposition {
    private static final Pair ONE = Pair.of(1);
    private static final Pair NONE = Pair.of(0);

    private ChainComposition() {}

    /**
     * Returns the layers in whose place chains stand: dense layers only, or convolutions only, of which each reads the one
     * before it and nobody else does.
     */
    public static Set<LayerId> chains(Graph graph) {
        var found = new LinkedHashSet<LayerId>();
        for (Node node : graph.nodes()) {
            if (chain(graph, node.id()).size() > 1 && problem(graph, chain(graph, node.id())) == null) {
                found.add(node.id());
            }
        }
        return found;
    }

    /**
     * Multiplies a chain out.
     *
     * @param effective the weights that the network runs with
     * @return the graph with one layer in the chain's place, and that layer's parameters
     * @throws IllegalArgumentException when no chain stands there, or one that is no single layer, saying why
     */
    public static LayerReplacement of(Graph graph, LayerId layer, Function<ParamId, INDArray> effective) {
        List<Node> chain = chain(graph, layer);
        if (chain.size() < 2) {
            throw new IllegalArgumentException("no chain of factors stands in the place of '" + layer + "'");
        }
        String problem = problem(graph, chain);
        if (problem != null) {
            throw cannot(layer, problem);
        }
        Filters product = filters(chain.get(0), effective);
        for (int i = 1; i < chain.size(); i++) {
            try {
                product = product.then(filters(chain.get(i), effective));
            } catch (IllegalArgumentException e) {
                throw cannot(
                        layer,
                        "of '" + chain.get(i - 1).id() + "' and '"
                                + chain.get(i).id() + "', " + e.getMessage());
            }
        }
        return replacement(graph, chain, product);
    }

    private static IllegalArgumentException cannot(LayerId layer, String why) {
        return new IllegalArgumentException("the chain in the place of '" + layer + "' is no single layer: " + why);
    }

    /** Returns the nodes of a chain by their names, in order; only the layer itself where there are no others. */
    private static List<Node> chain(Graph graph, LayerId layer) {
        Map<LayerId, Node> byId = new LinkedHashMap<>();
        graph.nodes().forEach(node -> byId.put(node.id(), node));
        return ChainViews.names(layer, byId.keySet()).stream()
                .filter(byId::containsKey)
                .map(id -> requireNonNull(byId.get(id)))
                .toList();
    }

    /** Returns why nodes do not run one after the other as layers of one kind; null when they do. */
    private static @Nullable String problem(Graph graph, List<Node> chain) {
        for (int i = 0; i < chain.size(); i++) {
            Node node = chain.get(i);
            if (node.spec() instanceof LayerSpec.Other
                    || node.spec().getClass() != chain.get(0).spec().getClass()) {
                return "'" + node.id() + "' is " + node.spec().kind();
            }
            if (i > 0 && !node.inputs().equals(List.of(chain.get(i - 1).id()))) {
                return "'" + node.id() + "' does not read '" + chain.get(i - 1).id() + "' alone";
            }
            boolean last = i == chain.size() - 1;
            for (Node reader : graph.nodes()) {
                if (!last && !reader.equals(chain.get(i + 1)) && reader.inputs().contains(node.id())) {
                    return "'" + node.id() + "' is also read by '" + reader.id() + "'";
                }
            }
        }
        return null;
    }

    private static Filters filters(Node node, Function<ParamId, INDArray> effective) {
        Convolution geometry = geometry(node.spec());
        float[] weight = Flat.copy(effective.apply(new ParamId(node.id(), "weight")));
        return Filters.of(
                geometry,
                weight,
                geometry.bias()
                        ? Flat.copy(effective.apply(new ParamId(node.id(), "bias")))
                        : new float[Math.toIntExact(geometry.out())]);
    }

    private static Convolution geometry(LayerSpec spec) {
        if (spec instanceof Convolution conv) {
            return conv;
        }
        Dense dense = (Dense) spec;
        return new Convolution(dense.in(), dense.out(), ONE, ONE, NONE, ONE, dense.groups(), dense.bias());
    }

    private static LayerReplacement replacement(Graph graph, List<Node> chain, Filters product) {
        Node first = chain.get(0);
        Node last = chain.get(chain.size() - 1);
        Convolution conv = product.geometry();
        boolean dense = last.spec() instanceof Dense;
        LayerSpec spec = dense ? new Dense(conv.in(), conv.out(), 1, conv.bias()) : conv;
        var nodes = new ArrayList<Node>();
        for (Node node : graph.nodes()) {
            if (node.equals(last)) {
                nodes.add(new Node(last.id(), spec, first.inputs()));
            } else if (!chain.contains(node)) {
                nodes.add(node);
            }
        }
        long[] shape = dense
                ? new long[] {conv.out(), conv.in()}
                : new long[] {
                    conv.out(), conv.in(), conv.kernel().height(), conv.kernel().width()
                };
        var weights = new LinkedHashMap<ParamId, INDArray>();
        weights.put(new ParamId(last.id(), "weight"), Flat.array(floats(product.weight()), shape));
        if (conv.bias()) {
            weights.put(new ParamId(last.id(), "bias"), Flat.array(floats(product.bias()), conv.out()));
        }
        return new LayerReplacement(new Graph(graph.inputShape(), nodes), weights);
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
