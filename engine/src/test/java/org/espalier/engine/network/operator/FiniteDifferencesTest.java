package org.espalier.engine.network.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.GraphBuilder;
import org.espalier.engine.network.architecture.template.AveragePool;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Dropout;
import org.espalier.engine.network.architecture.template.LayerTemplate;
import org.espalier.engine.network.architecture.template.MaxPool;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.layer.Shapes;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Backward is the derivative of forward: central differences in doubles, for each layer and for small networks. */
public final class FiniteDifferencesTest {
    private static final double STEP = 1e-5;

    @Test
    void dense() {
        check(List.of(7L), new Dense(5));
        check(List.of(3L), new Dense(4, false));
    }

    @Test
    void convolution() {
        check(List.of(2L, 6L, 5L), new Convolution(3, 3));
        check(List.of(4L, 7L, 8L), new Convolution(6, 3, 2, 1, 1, 2, true));
        check(List.of(2L, 9L, 9L), new Convolution(2, 3, 1, 2, 2, 1, false));
    }

    @Test
    void convolutionWithUnlikeAxes() {
        check(
                List.of(2L, 7L, 9L),
                fixed(new LayerSpec.Convolution(
                        2, 4, new Pair(2, 3), new Pair(1, 2), new Pair(0, 1), new Pair(2, 1), 2, true)));
    }

    @Test
    void activations() {
        check(List.of(3L, 4L, 2L), Operator.of(Activation.RELU));
        check(List.of(9L), Operator.of(Activation.TANH));
        check(List.of(9L), Operator.of(Activation.SIGMOID));
    }

    @Test
    void pooling() {
        check(List.of(2L, 6L, 6L), new MaxPool(2));
        check(List.of(2L, 7L, 7L), new MaxPool(3, 2, 1));
        check(List.of(2L, 7L, 7L), new AveragePool(3, 2, 1, false));
        check(List.of(2L, 7L, 7L), new AveragePool(3, 2, 1, true));
        check(List.of(2L, 5L, 3L), Operator.globalAveragePool());
    }

    @Test
    void flattenAndDropout() {
        check(List.of(2L, 3L, 3L), Operator.flatten());
        check(List.of(40L), new Dropout(0.4));
    }

    @Test
    void moreActivations() {
        check(List.of(9L), operator("LeakyRelu", Map.of("alpha", 0.1)));
        check(List.of(9L), operator("Gelu", Map.of()));
        check(List.of(9L), operator("HardSwish", Map.of()));
        check(List.of(9L), operator("Clip", Map.of("min", -0.5, "max", 0.4)));
        check(List.of(9L), operator("Mul", Map.of("factor", 0.3)));
    }

    @Test
    void normalization() {
        check(List.of(3L, 4L, 2L), operator("BatchNormalization", Map.of()));
        check(List.of(6L), operator("BatchNormalization", Map.of("epsilon", 0.1)));
        check(List.of(3L, 4L, 5L), operator("LayerNormalization", Map.of("epsilon", 0.01)));
        check(List.of(6L), operator("Softmax", Map.of()));
    }

    @Test
    void normalizationByGivenStatistics() {
        Network network =
                network(List.of(4L, 3L, 3L), List.of(new Convolution(4, 1), operator("BatchNormalization", Map.of())));
        network.statistics().values().forEach(values -> values.assign(Nd4j.createFromArray(0.3, 0.7, 1.1, 0.9)));
        check(network, Mode.INFER);
    }

    @Test
    void transposedConvolution() {
        check(List.of(4L, 3L, 5L), operator("ConvTranspose", Map.of("channels", 3L, "kernel_shape", List.of(3L, 2L))));
        check(
                List.of(4L, 3L, 5L),
                operator(
                        "ConvTranspose",
                        Map.of(
                                "channels",
                                2L,
                                "kernel_shape",
                                List.of(3L, 3L),
                                "strides",
                                List.of(2L, 3L),
                                "pads",
                                List.of(1L, 0L, 1L, 1L),
                                "output_padding",
                                List.of(1L, 0L),
                                "group",
                                2L)));
    }

    @Test
    void arrangement() {
        check(List.of(2L, 3L, 4L), operator("Pad", Map.of("pads", List.of(0L, 1L, 0L, 2L, 0L, 1L, 1L, 0L))));
        check(List.of(2L, 3L, 4L), operator("Transpose", Map.of("perm", List.of(0L, 3L, 1L, 2L))));
        check(List.of(2L, 3L, 4L), operator("Reshape", Map.of("shape", List.of(6L, -1L))));
        check(
                List.of(2L, 1L, 4L),
                operator("Squeeze", Map.of("axes", List.of(2L))),
                operator("Unsqueeze", Map.of("axes", List.of(1L))));
        check(List.of(2L, 5L, 4L), operator("GlobalMaxPool", Map.of()));
    }

    @Test
    void groupedAndDepthwiseConvolution() {
        check(List.of(4L, 5L, 5L), new Convolution(4, 3, 1, 1, 1, 4, true));
        check(List.of(4L, 5L, 5L), new Convolution(8, 3, 2, 1, 1, 4, false));
    }

    @Test
    void residualBlocks() {
        var builder = new GraphBuilder(List.of(3L, 6L, 6L)).add(new Convolution(4, 3, 1, 1, 1, 1, false));
        for (int block = 0; block < 2; block++) {
            builder.add(operator("BatchNormalization", Map.of())).add(Operator.of(Activation.RELU));
            LayerId start = builder.last();
            builder.add(new Convolution(4, 3, 1, 1, 1, 1, true)).add(Operator.of(Activation.RELU));
            builder.add(new Convolution(4, 3, 1, 1, 1, 1, true));
            builder.add(operator("Add", Map.of()), List.of(builder.last(), start));
        }
        check(network(builder.build()), Mode.TRAIN);
    }

    @Test
    void sharedMemoryOfSumsThatMeetAgain() {
        var builder = new GraphBuilder(List.of(5L)).add(new Dense(5));
        LayerId one = builder.last();
        LayerId two = builder.add(new Dense(5)).last();
        LayerId sum = builder.add(operator("Add", Map.of()), List.of(one, two)).last();
        LayerId curved = builder.add(Operator.of(Activation.TANH)).last();
        LayerId twice =
                builder.add(operator("Add", Map.of()), List.of(sum, sum)).last();
        LayerId three = builder.add(new Dense(5), List.of(two)).last();
        builder.add(operator("Add", Map.of()), List.of(curved, twice, three, one));
        check(network(builder.build()), Mode.TRAIN);
    }

    @Test
    void concatenation() {
        var builder = new GraphBuilder(List.of(2L, 4L, 4L)).add(new Convolution(3, 1));
        LayerId one = builder.last();
        LayerId two = builder.add(new Convolution(2, 3, 1, 1, 1, 1, true)).last();
        builder.add(operator("Concat", Map.of()), List.of(one, two, one)).add(Operator.flatten());
        LayerId flat = builder.last();
        LayerId less = builder.add(new Dense(3)).last();
        builder.add(operator("Concat", Map.of()), List.of(less, flat)).add(new Dense(2));
        check(network(builder.build()), Mode.TRAIN);
    }

    @Test
    void attention() {
        var builder = new GraphBuilder(List.of(4L, 6L));
        LayerId query = builder.add(new Operator("x", "LayerNormalization"))
                .add("query", dense(6), List.of(builder.last()))
                .last();
        LayerId key = builder.add("key", dense(6), List.of(new LayerId("x1"))).last();
        builder.add(operator("Transpose", Map.of("perm", List.of(0L, 2L, 1L))), List.of(key));
        builder.add(operator("MatMul", Map.of()), List.of(query, builder.last()))
                .add(operator("Mul", Map.of("factor", 0.4)))
                .add(operator("Softmax", Map.of()));
        LayerId weights = builder.last();
        LayerId value =
                builder.add("value", dense(5), List.of(new LayerId("x1"))).last();
        builder.add(operator("MatMul", Map.of()), List.of(weights, value));
        check(network(builder.build()), Mode.TRAIN);
    }

    @Test
    void recurrentCells() {
        for (String kind : List.of("LSTM", "GRU")) {
            check(
                    new Stacked(kind, List.of(4L, 3L)).network(Map.of("hidden_size", 5L), Map.of("hidden_size", 2L)),
                    Mode.TRAIN);
            check(
                    new Stacked(kind, List.of(4L, 3L))
                            .network(Map.of("hidden_size", 3L), Map.of("hidden_size", 2L, "last", 1L)),
                    Mode.TRAIN);
        }
    }

    @Test
    void recurrentCellsWhoseMatricesAreProducts() {
        check(
                new Stacked("LSTM", List.of(4L, 3L))
                        .network(
                                factored(5, List.of("weight.cell", "recurrent.input"), List.of(2L, 4L)),
                                factored(2, List.of("recurrent.output"), List.of(1L))),
                Mode.TRAIN);
        check(
                new Stacked("GRU", List.of(4L, 3L))
                        .network(
                                factored(5, List.of("recurrent.candidate"), List.of(3L)),
                                factored(2, List.of("weight.update", "weight.reset"), List.of(2L, 1L))),
                Mode.TRAIN);
    }

    private static Map<String, Object> factored(long hidden, List<String> matrices, List<Long> ranks) {
        return Map.of("hidden_size", hidden, "factored", matrices, "ranks", ranks);
    }

    /** Two recurrent layers one above the other. */
    private record Stacked(String kind, List<Long> inputShape) {
        Network network(Map<String, Object> lower, Map<String, Object> upper) {
            return FiniteDifferencesTest.network(inputShape, List.of(operator(kind, lower), operator(kind, upper)));
        }
    }

    @Test
    void embedding() {
        Network network = network(
                List.of(3L),
                List.of(operator("Gather", Map.of("rows", 5L, "columns", 4L)), Operator.flatten(), new Dense(2)));
        INDArray indices = Nd4j.createFromArray(new double[][] {{0, 4, 2}, {2, 2, 1}});
        checkOn(network, indices, Mode.TRAIN);
    }

    private static LayerTemplate dense(long units) {
        return fixed(new LayerSpec.Dense(6, units, 1, true));
    }

    private static LayerTemplate operator(String kind, Map<String, Object> attributes) {
        return new Operator(kind.toLowerCase(java.util.Locale.ROOT), kind, attributes);
    }

    @Test
    void wholeNetworks() {
        check(
                List.of(1L, 12L, 12L),
                new Convolution(3, 3),
                Operator.of(Activation.TANH),
                new MaxPool(2),
                new Convolution(4, 3, 1, 1, 1, 1, true),
                Operator.of(Activation.RELU),
                new AveragePool(2),
                Operator.flatten(),
                new Dense(8),
                Operator.of(Activation.SIGMOID),
                new Dropout(0.3),
                new Dense(5));
    }

    @Test
    void softmaxCrossEntropyOfANetwork() {
        checkLoss(new SoftmaxCrossEntropy());
    }

    @Test
    void softmaxCrossEntropyWithSmoothedLabels() {
        checkLoss(new SoftmaxCrossEntropy(0.3));
    }

    private static void checkLoss(SoftmaxCrossEntropy objective) {
        Network network = network(List.of(6L), List.of(new Dense(4)));
        INDArray inputs = noise(new Random(1), 5, 6);
        Batch batch = new Batch(inputs, Nd4j.createFromArray(0, 3, 1, 1, 2));
        INDArray output = network.forward(inputs, Mode.INFER, new SplittableRandom(1));
        network.backward(objective.of(output, batch).gradientAtOutput());
        for (ParamInfo info : network.params()) {
            compare(network, info.id(), () -> objective
                    .of(network.forward(inputs, Mode.INFER, new SplittableRandom(1)), batch)
                    .value());
        }
    }

    private static LayerTemplate fixed(LayerSpec spec) {
        return new LayerTemplate() {
            @Override
            public String stem() {
                return "layer";
            }

            @Override
            public LayerSpec spec(List<Long> inputShape) {
                return spec;
            }
        };
    }

    /** Puts a linear layer in front, so that the gradient at the layer's input is seen through that layer's weight. */
    private static void check(List<Long> inputShape, LayerTemplate... templates) {
        var layers = new ArrayList<LayerTemplate>();
        if (inputShape.size() == 3) {
            layers.add(new Convolution(inputShape.get(0), 1));
        } else {
            layers.add(new Dense(inputShape.get(0)));
        }
        layers.addAll(List.of(templates));
        check(network(inputShape, layers), Mode.TRAIN);
    }

    /** Checks a network of random weights on random inputs. */
    public static void check(Graph graph, Mode mode) {
        check(network(graph), mode);
    }

    private static void check(Network network, Mode mode) {
        checkOn(network, noise(new Random(7), Shapes.batched(3, network.inputShape())), mode);
    }

    private static void checkOn(Network network, INDArray inputs, Mode mode) {
        INDArray weights = noise(new Random(8), Shapes.batched(inputs.size(0), network.outputShape()));
        network.forward(inputs, mode, new SplittableRandom(5));
        network.backward(weights);
        for (ParamInfo info : network.params()) {
            compare(network, info.id(), () -> network.forward(inputs, mode, new SplittableRandom(5))
                    .mul(weights)
                    .sumNumber()
                    .doubleValue());
        }
    }

    private static void compare(Network network, ParamId id, java.util.function.DoubleSupplier loss) {
        INDArray weight = network.weight(id);
        double[] gradient = network.gradient(id).dup('c').data().asDouble();
        double largest = 0;
        for (double value : gradient) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).as("largest gradient of %s", id).isPositive();
        for (int i = 0; i < gradient.length; i += 1 + gradient.length / 40) {
            double before = weight.getDouble(i);
            weight.putScalar(i, before + STEP);
            double above = loss.getAsDouble();
            weight.putScalar(i, before - STEP);
            double below = loss.getAsDouble();
            weight.putScalar(i, before);
            assertThat(gradient[i])
                    .as("gradient %d of %s", i, id)
                    .isCloseTo(
                            (above - below) / (2 * STEP), org.assertj.core.data.Offset.offset(1e-6 * largest + 1e-8));
        }
    }

    private static Network network(List<Long> inputShape, List<LayerTemplate> layers) {
        GraphBuilder builder = new GraphBuilder(inputShape);
        layers.forEach(builder::add);
        return network(builder.build());
    }

    private static Network network(Graph graph) {
        Network network = new Network(graph, Kernels.reference(), DataType.DOUBLE);
        Random random = new Random(3);
        for (ParamInfo info : network.params()) {
            network.weight(info.id()).assign(noise(random, info.shapeArray()));
        }
        return network;
    }

    private static INDArray noise(Random random, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray()).reshape('c', shape);
    }
}
