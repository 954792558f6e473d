package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What one layer leaves in a layout of its own is read under another shape by one that has a layout of its own too. */
final class ReshapedLayoutsTest {
    private static final int BATCH = 3;
    private static final List<Long> INPUT = List.of(4L, 7L, 6L);

    /** What every dense layer behind a flattened image becomes when its inputs fall into groups. */
    @Test
    void aGroupedDenseLayerReadsAFlattenedImage() {
        check(
                convolution(4, 6),
                new Other("Flatten", Map.of()),
                new Dense(252, 12, 4, false),
                new Dense(12, 5, 1, true));
    }

    @Test
    void aConvolutionReadsAnImageOfAnotherShape() {
        check(
                convolution(4, 6),
                new Other("Reshape", Map.of("shape", List.of(3L, 12L, 7L))),
                convolution(3, 20),
                new Other("MaxPool", Map.of("kernel_shape", List.of(2L, 2L), "strides", List.of(2L, 2L))),
                new Other("Flatten", Map.of()),
                new Dense(360, 5, 1, true));
    }

    private static Convolution convolution(long in, long out) {
        return new Convolution(in, out, Pair.of(3), Pair.of(1), Pair.of(1), Pair.of(1), 1, true);
    }

    /** There and back, beside plain loops in doubles. */
    private static void check(LayerSpec... layers) {
        Network fast = network(Kernels.fast(2), DataType.FLOAT, layers);
        Network plain = network(Kernels.reference(), DataType.DOUBLE, layers);
        for (int round = 0; round < 2; round++) {
            INDArray inputs = noise(100 + round, BATCH, 4, 7, 6);
            requireClose(run(fast, inputs), run(plain, inputs.castTo(DataType.DOUBLE)), "outputs");
            INDArray atOutput = noise(200 + round, BATCH, 5);
            fast.backward(atOutput);
            plain.backward(atOutput.castTo(DataType.DOUBLE));
            for (ParamInfo param : plain.params()) {
                requireClose(
                        fast.gradient(param.id()),
                        plain.gradient(param.id()),
                        param.id().toString());
            }
        }
    }

    private static Network network(Kernel kernel, DataType type, LayerSpec... layers) {
        var nodes = new ArrayList<Graph.Node>();
        LayerId before = NetworkView.INPUT;
        for (LayerSpec layer : layers) {
            var id = new LayerId("layer" + nodes.size());
            nodes.add(new Graph.Node(id, layer, List.of(before)));
            before = id;
        }
        var network = new Network(new Graph(INPUT, nodes), kernel, type);
        long seed = 1;
        for (ParamInfo param : network.params()) {
            network.weight(param.id()).assign(noise(seed++, param.shapeArray()).castTo(type));
        }
        return network;
    }

    private static INDArray run(Network network, INDArray inputs) {
        return network.forward(inputs, Mode.INFER, new SplittableRandom(1));
    }

    private static void requireClose(INDArray actual, INDArray expected, String what) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double scale = expected.amaxNumber().doubleValue();
        assertThat(scale).isPositive();
        assertThat(actual.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue() / scale)
                .as(what)
                .isLessThan(1e-5);
    }

    private static INDArray noise(long seed, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= Math.toIntExact(extent);
        }
        float[] values = new float[length];
        var random = new Random(seed);
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return Nd4j.createFromArray(values).reshape('c', shape);
    }
}
