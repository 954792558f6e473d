package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.data.Batch;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Kernels;
import org.espalier.engine.network.Network.Mode;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Backward is the derivative of forward: central differences in doubles, for each layer and for small networks. */
final class FiniteDifferencesTest {
    private static final double STEP = 1e-5;

    @Test
    void dense() {
        check(List.of(7L), new LayerTemplates.DenseLayer(5));
        check(List.of(3L), new LayerTemplates.DenseLayer(4, false));
    }

    @Test
    void convolution() {
        check(List.of(2L, 6L, 5L), new LayerTemplates.Convolution(3, 3));
        check(List.of(4L, 7L, 8L), new LayerTemplates.Convolution(6, 3, 2, 1, 1, 2, true));
        check(List.of(2L, 9L, 9L), new LayerTemplates.Convolution(2, 3, 1, 2, 2, 1, false));
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
        check(List.of(3L, 4L, 2L), new LayerTemplates.Relu());
        check(List.of(9L), new LayerTemplates.Tanh());
        check(List.of(9L), new LayerTemplates.Sigmoid());
    }

    @Test
    void pooling() {
        check(List.of(2L, 6L, 6L), new LayerTemplates.MaxPool(2));
        check(List.of(2L, 7L, 7L), new LayerTemplates.MaxPool(3, 2, 1));
        check(List.of(2L, 7L, 7L), new LayerTemplates.AveragePool(3, 2, 1, false));
        check(List.of(2L, 7L, 7L), new LayerTemplates.AveragePool(3, 2, 1, true));
        check(List.of(2L, 5L, 3L), new LayerTemplates.GlobalAveragePool());
    }

    @Test
    void flattenAndDropout() {
        check(List.of(2L, 3L, 3L), new LayerTemplates.Flatten());
        check(List.of(40L), new LayerTemplates.Dropout(0.4));
    }

    @Test
    void wholeNetworks() {
        check(
                List.of(1L, 12L, 12L),
                new LayerTemplates.Convolution(3, 3),
                new LayerTemplates.Tanh(),
                new LayerTemplates.MaxPool(2),
                new LayerTemplates.Convolution(4, 3, 1, 1, 1, 1, true),
                new LayerTemplates.Relu(),
                new LayerTemplates.AveragePool(2),
                new LayerTemplates.Flatten(),
                new LayerTemplates.DenseLayer(8),
                new LayerTemplates.Sigmoid(),
                new LayerTemplates.Dropout(0.3),
                new LayerTemplates.DenseLayer(5));
    }

    @Test
    void softmaxCrossEntropyOfANetwork() {
        Network network = network(List.of(6L), List.of(new LayerTemplates.DenseLayer(4)));
        INDArray inputs = noise(new Random(1), 5, 6);
        Batch batch = new Batch(inputs, Nd4j.createFromArray(0, 3, 1, 1, 2));
        SoftmaxCrossEntropy objective = new SoftmaxCrossEntropy();
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
            layers.add(new LayerTemplates.Convolution(inputShape.get(0), 1));
        } else {
            layers.add(new LayerTemplates.DenseLayer(inputShape.get(0)));
        }
        layers.addAll(List.of(templates));
        Network network = network(inputShape, layers);
        Random random = new Random(7);
        INDArray inputs = noise(random, Shapes.batched(3, inputShape));
        INDArray weights = noise(random, Shapes.batched(3, network.outputShape()));
        network.forward(inputs, Mode.TRAIN, new SplittableRandom(5));
        network.backward(weights);
        for (ParamInfo info : network.params()) {
            compare(network, info.id(), () -> network.forward(inputs, Mode.TRAIN, new SplittableRandom(5))
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
                    .isCloseTo((above - below) / (2 * STEP), org.assertj.core.data.Offset.offset(1e-6 * largest));
        }
    }

    private static Network network(List<Long> inputShape, List<LayerTemplate> layers) {
        GraphBuilder builder = new GraphBuilder(inputShape);
        layers.forEach(builder::add);
        Network network = new Network(builder.build(), Kernels.reference(), DataType.DOUBLE);
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
