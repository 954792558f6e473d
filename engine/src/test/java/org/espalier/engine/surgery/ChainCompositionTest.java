package org.espalier.engine.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ChainCompositionTest {
    private static final LayerId LAYER = new LayerId("conv1");
    private static final Pair ONE = Pair.of(1);
    private static final Pair NONE = Pair.of(0);

    /** Which of the two layers has the kernel's height, and which its width: the four foldings of ALDS. */
    private enum Folding {
        ENCODE(true, true),
        SPLIT1(false, true),
        SPLIT2(true, false),
        DECODE(false, false);

        private final boolean heightFirst;
        private final boolean widthFirst;

        Folding(boolean heightFirst, boolean widthFirst) {
            this.heightFirst = heightFirst;
            this.widthFirst = widthFirst;
        }

        Pair encoder(Pair whole, long otherwise) {
            return new Pair(heightFirst ? whole.height() : otherwise, widthFirst ? whole.width() : otherwise);
        }

        Pair decoder(Pair whole, long otherwise) {
            return new Pair(heightFirst ? otherwise : whole.height(), widthFirst ? otherwise : whole.width());
        }
    }

    @Property(tries = 150)
    void aGroupedConvolutionAndAnotherAreOne(
            @ForAll Folding folding,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 3) int rank,
            @ForAll @IntRange(min = 1, max = 4) int height,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll boolean bias,
            @ForAll long seed) {
        var random = new Random(seed);
        Pair kernel = new Pair(height, width);
        Pair stride = new Pair(1 + random.nextInt(2), 1 + random.nextInt(3));
        Pair padding = new Pair(random.nextInt(3), random.nextInt(3));
        Pair dilation = new Pair(1 + random.nextInt(2), 1 + random.nextInt(2));
        long in = 2L * groups;
        long between = (long) groups * rank;
        requireSame(
                List.of(in, 9L, 11L),
                List.of(
                        new Convolution(
                                in,
                                between,
                                folding.encoder(kernel, 1),
                                folding.encoder(stride, 1),
                                folding.encoder(padding, 0),
                                folding.encoder(dilation, 1),
                                groups,
                                false),
                        new Convolution(
                                between,
                                5,
                                folding.decoder(kernel, 1),
                                folding.decoder(stride, 1),
                                folding.decoder(padding, 0),
                                folding.decoder(dilation, 1),
                                1,
                                bias)),
                random);
    }

    /** Tucker's chain; biases go through where nothing is padded behind them. */
    @Property(tries = 60)
    void threeConvolutionsAreOne(
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll @IntRange(min = 0, max = 1) int padding,
            @ForAll boolean biases,
            @ForAll long seed) {
        requireSame(
                List.of(3L, 8L, 7L),
                List.of(
                        point(3, 2, padding == 0 && biases),
                        new Convolution(
                                2, 4, Pair.of(kernel), Pair.of(stride), Pair.of(padding), Pair.of(2), 2, biases),
                        point(4, 6, biases)),
                new Random(seed));
    }

    /** Whoever strides or pads with a kernel of 1 does it in front of what comes later. */
    @Property(tries = 60)
    void stridesAndPaddingsOfPointsAreTheWholeLayers(
            @ForAll @IntRange(min = 1, max = 3) int firstStride,
            @ForAll @IntRange(min = 0, max = 2) int firstPadding,
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @IntRange(min = 0, max = 2) int padding,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll long seed) {
        requireSame(
                List.of(2L, 9L, 10L),
                List.of(
                        new Convolution(2, 3, ONE, Pair.of(firstStride), Pair.of(firstPadding), ONE, 1, false),
                        new Convolution(3, 2, Pair.of(kernel), Pair.of(stride), Pair.of(padding), Pair.of(1), 1, true)),
                new Random(seed));
    }

    @Property(tries = 40)
    void denseLayersAreOne(
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll @IntRange(min = 1, max = 3) int rank,
            @ForAll boolean firstBias,
            @ForAll boolean lastBias,
            @ForAll boolean steps,
            @ForAll long seed) {
        long in = 3L * groups;
        requireSame(
                steps ? List.of(4L, in) : List.of(in),
                List.of(
                        new Dense(in, (long) groups * rank, groups, firstBias),
                        new Dense((long) groups * rank, 5, 1, lastBias)),
                new Random(seed));
    }

    private static Convolution point(long in, long out, boolean bias) {
        return new Convolution(in, out, ONE, ONE, NONE, ONE, 1, bias);
    }

    private static void requireSame(List<Long> inputShape, List<LayerSpec> specs, Random random) {
        Network chain = network(graph(inputShape, specs));
        chain.params().forEach(param -> chain.weight(param.id()).assign(noise(random, param.shapeArray())));
        LayerReplacement composed = compose(chain);
        Network one = network(composed.graph());
        one.params().forEach(param -> one.weight(param.id())
                .assign(composed.weights().get(param.id()).castTo(DataType.DOUBLE)));
        assertThat(one.layers()).extracting(layer -> layer.id().path()).containsExactly("conv1", "after");
        long[] shape = new long[inputShape.size() + 1];
        shape[0] = 2;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = inputShape.get(i - 1);
        }
        INDArray inputs = noise(random, shape);
        INDArray expected =
                chain.forward(inputs, Mode.INFER, new SplittableRandom(1)).dup('c');
        INDArray actual = one.forward(inputs, Mode.INFER, new SplittableRandom(1));
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue())
                .isLessThanOrEqualTo(1e-5 * expected.amaxNumber().doubleValue());
    }

    private static LayerReplacement compose(Network chain) {
        return ChainComposition.of(chain.graph(), LAYER, id -> chain.weight(id).castTo(DataType.FLOAT));
    }

    private static Network network(Graph graph) {
        return new Network(graph, Kernels.reference(), DataType.DOUBLE);
    }

    /** The layers as a replacement names them, and one that reads the last. */
    private static Graph graph(List<Long> inputShape, List<LayerSpec> specs) {
        var nodes = new ArrayList<Graph.Node>();
        LayerId before = NetworkView.INPUT;
        for (int i = 0; i < specs.size(); i++) {
            var id = i == specs.size() - 1 ? LAYER : new LayerId("conv1." + (i + 1));
            nodes.add(new Graph.Node(id, specs.get(i), List.of(before)));
            before = id;
        }
        nodes.add(new Graph.Node(new LayerId("after"), new LayerSpec.Other("Tanh", Map.of()), List.of(LAYER)));
        return new Graph(inputShape, nodes);
    }

    private static INDArray noise(Random random, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        // Floats, so that nothing is lost on the way.
        return Nd4j.createFromArray(random.doubles(length, -0.5, 0.5).toArray())
                .castTo(DataType.FLOAT)
                .castTo(DataType.DOUBLE)
                .reshape('c', shape);
    }

    @Test
    void chainsAreFoundByTheirNamesAndTheirReaders() {
        Graph graph = graph(List.of(2L, 5L, 5L), List.of(point(2, 1, false), point(1, 3, true)));
        assertThat(ChainComposition.chains(graph)).containsExactly(LAYER);
        assertThat(ChainComposition.chains(compose(network(graph)).graph())).isEmpty();
        var withAnotherReader = new ArrayList<>(graph.nodes());
        withAnotherReader.add(new Graph.Node(
                new LayerId("spy"), new LayerSpec.Other("Relu", Map.of()), List.of(new LayerId("conv1.1"))));
        assertThat(ChainComposition.chains(new Graph(graph.inputShape(), withAnotherReader)))
                .isEmpty();
    }

    @Test
    void whatIsNoSingleLayerIsRefusedWithTheReason() {
        requireRefused(
                List.of(kernel(2, 0, false), kernel(3, 0, true)),
                "the chain in the place of 'conv1' is no single layer: of 'conv1.1' and 'conv1', both have kernels along"
                        + " the height");
        requireRefused(
                List.of(point(2, 2, true), kernel(3, 1, true)),
                "the chain in the place of 'conv1' is no single layer: of 'conv1.1' and 'conv1', the zeros that the later"
                        + " layer pads with lack the earlier layer's bias");
        requireRefused(
                List.of(kernel(3, 0, false), kernel(1, 1, true)),
                "the chain in the place of 'conv1' is no single layer: of 'conv1.1' and 'conv1', the later layer pads the"
                        + " height with zeros where the earlier layer would give something else");
        requireRefused(List.of(point(2, 2, true)), "no chain of factors stands in the place of 'conv1'");
    }

    private static Convolution kernel(long kernel, long padding, boolean bias) {
        return new Convolution(2, 2, Pair.of(kernel), ONE, Pair.of(padding), ONE, 1, bias);
    }

    private static void requireRefused(List<LayerSpec> specs, String message) {
        Network network = network(graph(List.of(2L, 6L, 6L), specs));
        var random = new Random(1);
        network.params().forEach(param -> network.weight(param.id()).assign(noise(random, param.shapeArray())));
        assertThatThrownBy(() -> compose(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatBranchesOffIsNamed() {
        Graph graph = graph(List.of(2L, 5L, 5L), List.of(point(2, 1, false), point(1, 3, true)));
        var nodes = new ArrayList<>(graph.nodes());
        nodes.add(new Graph.Node(
                new LayerId("spy"), new LayerSpec.Other("Relu", Map.of()), List.of(new LayerId("conv1.1"))));
        Network network = network(new Graph(graph.inputShape(), nodes));
        assertThatThrownBy(() -> compose(network))
                .hasMessage("the chain in the place of 'conv1' is no single layer: 'conv1.1' is also read by 'spy'");
        assertThat(network.params()).extracting(param -> param.id()).contains(ParamId.of("conv1.1", "weight"));
    }
}
