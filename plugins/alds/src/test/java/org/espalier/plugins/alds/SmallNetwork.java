package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.format.ModelImage;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.surgery.ChainComposition;
import org.espalier.engine.surgery.LayerReplacement;
import org.espalier.testkit.FakeCosts;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small network of the engine's that runs, and into which factors can be put. Immutable. */
final class SmallNetwork implements NetworkView {
    /** What layers as they are cost by {@link #everyChainPays}. */
    private static final double DEAR = 1e7;

    private final Network network;

    private SmallNetwork(Network network) {
        this.network = network;
    }

    /** Returns layers one behind the other, with random weights, biases and statistics. */
    static SmallNetwork of(List<Long> inputShape, Map<String, LayerSpec> layers) {
        var nodes = new ArrayList<Graph.Node>();
        LayerId before = INPUT;
        for (Map.Entry<String, LayerSpec> layer : layers.entrySet()) {
            var id = new LayerId(layer.getKey());
            nodes.add(new Graph.Node(id, layer.getValue(), List.of(before)));
            before = id;
        }
        var network = new Network(new Graph(inputShape, nodes));
        long seed = 1;
        for (ParamInfo param : network.params()) {
            network.weight(param.id()).assign(noise(seed++, param.shapeArray()));
        }
        for (INDArray statistic : network.statistics().values()) {
            // Variances are positive.
            statistic.assign(noise(seed++, statistic.shape()).addi(0.75));
        }
        return new SmallNetwork(network);
    }

    /** Returns the network that a model file holds. */
    static SmallNetwork of(ModelImage image) {
        var network = new Network(new Graph(
                image.inputShape(),
                image.layers().stream()
                        .map(layer -> new Graph.Node(layer.id(), layer.spec(), layer.inputs()))
                        .toList()));
        network.params().forEach(param -> network.weight(param.id())
                .assign(image.tensors().get(param.id())));
        network.statistics()
                .forEach((id, values) -> values.assign(image.tensors().get(id)));
        return new SmallNetwork(network);
    }

    /** Returns numbers from −0.5 to 0.5. */
    static INDArray noise(long seed, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= Math.toIntExact(extent);
        }
        float[] values = new float[length];
        var random = new Random(seed);
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Flat.array(values, shape);
    }

    /** Returns {@code ‖actual − expected‖ / ‖expected‖}, in double. */
    static double distance(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        float[] one = Flat.copy(actual);
        float[] other = Flat.copy(expected);
        double gap = 0;
        double norm = 0;
        for (int i = 0; i < one.length; i++) {
            gap += Math.pow((double) one[i] - other[i], 2);
            norm += Math.pow(other[i], 2);
        }
        return Math.sqrt(gap / norm);
    }

    /** Counts weights, but holds layers without factors for so dear that whatever has factors pays, at full rank too. */
    static CostModel everyChainPays() {
        return (inputShape, chain) -> {
            boolean whole = chain.size() == 1 && chain.get(0).factored().isEmpty();
            boolean recurrent = chain.get(0).spec() instanceof LayerSpec.Other;
            if (whole) {
                return DEAR;
            }
            return recurrent
                    ? chain.get(0).params().stream()
                            .mapToDouble(ParamInfo::size)
                            .sum()
                    : FakeCosts.parameters().cost(inputShape, chain);
        };
    }

    /** Returns this network with other weights for one parameter. */
    SmallNetwork with(ParamId id, float... values) {
        Network next = network.copy();
        Flat.write(next.weight(id), values);
        return new SmallNetwork(next);
    }

    /** Returns this network with factors in a layer's place. */
    SmallNetwork replace(LayerView layer, Factorization factorization) {
        return put(LayerReplacement.of(network.graph(), layer.id(), factorization));
    }

    /** Returns this network with the chain in a layer's place multiplied out. */
    SmallNetwork compose(LayerView layer) {
        return put(ChainComposition.of(network.graph(), layer.id(), network::weight));
    }

    private SmallNetwork put(LayerReplacement replacement) {
        var next = new Network(replacement.graph());
        next.params().forEach(param -> {
            INDArray own = replacement.weights().get(param.id());
            next.weight(param.id()).assign(own == null ? network.weight(param.id()) : own);
        });
        next.statistics()
                .forEach((id, values) ->
                        values.assign(requireNonNull(network.statistics().get(id))));
        return new SmallNetwork(next);
    }

    /** Returns what comes out. */
    INDArray run(INDArray inputs) {
        return network.forward(inputs, Mode.PREDICT, new SplittableRandom(1)).dup('c');
    }

    /** Returns what each layer puts out. */
    Map<LayerId, INDArray> outputs(INDArray inputs) {
        var outputs = new LinkedHashMap<LayerId, INDArray>();
        network.forward(
                inputs,
                Mode.INFER,
                new SplittableRandom(1),
                (layer, input, output) -> outputs.put(layer, output.dup('c')));
        return outputs;
    }

    LayerView layer(String name) {
        return layers().stream()
                .filter(layer -> layer.id().path().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<LayerView> layers() {
        return network.layers();
    }

    @Override
    public List<Long> inputShape() {
        return network.inputShape();
    }

    @Override
    public List<ParamInfo> params() {
        return network.params();
    }

    @Override
    public INDArray latent(ParamId id) {
        return network.weight(id);
    }

    @Override
    public INDArray effective(ParamId id) {
        return network.weight(id);
    }

    @Override
    public Map<String, INDArray> extras(ParamId id) {
        return Map.of();
    }

    @Override
    public List<CouplingGroup> couplings() {
        return network.couplings();
    }
}
