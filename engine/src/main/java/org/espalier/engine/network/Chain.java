package org.espalier.engine.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;

/** Graphs in which each layer reads the one before it: the only ones there are while no operator joins branches. */
final class Chain {
    private Chain() {}

    /**
     * Returns the layers of a graph, with all shapes inferred.
     *
     * @throws IllegalArgumentException when the graph is no chain or a layer does not fit; names the layer
     */
    static List<Layer> layers(Graph graph) {
        if (graph.nodes().isEmpty()) {
            throw new IllegalArgumentException("the network has no layers");
        }
        var layers = new ArrayList<Layer>();
        Set<LayerId> seen = new HashSet<>();
        LayerId previous = NetworkView.INPUT;
        List<Long> shape = graph.inputShape();
        for (Graph.Node node : graph.nodes()) {
            if (!seen.add(node.id()) || node.id().equals(NetworkView.INPUT)) {
                throw new IllegalArgumentException("two layers are called '" + node.id() + "'");
            }
            if (!node.inputs().equals(List.of(previous))) {
                throw Shapes.problem(
                        node.id(),
                        node.spec(),
                        "it reads " + node.inputs()
                                + ", but only networks in which each layer reads the one before it (here '" + previous
                                + "') can be run yet");
            }
            Layer layer = Operators.make(node.id(), node.spec(), shape);
            layers.add(layer);
            previous = node.id();
            shape = layer.outputShape();
        }
        return List.copyOf(layers);
    }

    /**
     * Returns the channels that must be removed together: those that a layer's filters or neurons make, and the inputs of
     * the next layer with weights that see them. Channels of the network's input and output cannot be removed and are in no
     * group, nor are those of grouped layers.
     */
    static List<CouplingGroup> couplings(List<LayerView> layers) {
        var groups = new ArrayList<CouplingGroup>();
        for (int i = 0; i < layers.size(); i++) {
            LayerView maker = layers.get(i);
            if (isPlain(maker)) {
                addCoupling(layers, i, groups);
            }
        }
        return List.copyOf(groups);
    }

    private static void addCoupling(List<LayerView> layers, int at, List<CouplingGroup> groups) {
        LayerView maker = layers.get(at);
        long channels = maker.outputShape().get(0);
        for (LayerView reader : layers.subList(at + 1, layers.size())) {
            if (reader.params().isEmpty()) {
                continue;
            }
            if (!isPlain(reader)) {
                return;
            }
            var members = new ArrayList<Member>();
            for (ParamInfo param : maker.params()) {
                members.add(new Member(param.id(), Axis.OUT, 0, 1));
            }
            ParamInfo weight = reader.params().get(0);
            members.add(new Member(weight.id(), Axis.IN, 0, weight.along(Axis.IN) / channels));
            groups.add(new CouplingGroup(maker.id().path(), channels, members));
            return;
        }
    }

    /** Returns whether a layer has weights that connect every input channel with every output channel. */
    private static boolean isPlain(LayerView layer) {
        if (layer.spec() instanceof LayerSpec.Dense dense) {
            return dense.groups() == 1;
        }
        return layer.spec() instanceof LayerSpec.Convolution convolution && convolution.groups() == 1;
    }
}
