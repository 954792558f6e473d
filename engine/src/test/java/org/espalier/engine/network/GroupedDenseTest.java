package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.layer.Shapes;
import org.espalier.engine.network.operator.FiniteDifferencesTest;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A dense layer of groups is one whose weight is zero outside of the blocks on its diagonal. */
final class GroupedDenseTest {
    private static final ParamId WEIGHT = ParamId.of("layer", "weight");
    private static final ParamId BIAS = ParamId.of("layer", "bias");

    @Property(tries = 60)
    void computesWhatTheBlockDiagonalComputesInDoubles(
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll @IntRange(min = 1, max = 5) int in,
            @ForAll @IntRange(min = 1, max = 5) int out,
            @ForAll @IntRange(min = 0, max = 3) int steps,
            @ForAll boolean bias,
            @ForAll long seed) {
        check(Kernels.reference(), DataType.DOUBLE, groups, in, out, steps, bias, seed, 1e-12);
    }

    @Property(tries = 60)
    void computesWhatTheBlockDiagonalComputesInFloats(
            @ForAll @IntRange(min = 1, max = 4) int groups,
            @ForAll @IntRange(min = 1, max = 17) int in,
            @ForAll @IntRange(min = 1, max = 17) int out,
            @ForAll @IntRange(min = 0, max = 3) int steps,
            @ForAll boolean bias,
            @ForAll long seed) {
        check(Kernels.fast(2), DataType.FLOAT, groups, in, out, steps, bias, seed, 1e-5);
    }

    private static void check(
            Kernel kernel,
            DataType type,
            int groups,
            int in,
            int out,
            int steps,
            boolean bias,
            long seed,
            double tolerance) {
        List<Long> inputShape = steps == 0 ? List.of((long) in * groups) : List.of((long) steps, (long) in * groups);
        var grouped = new Network(
                graph(inputShape, new Dense((long) in * groups, (long) out * groups, groups, bias)), kernel, type);
        var whole = new Network(
                graph(inputShape, new Dense((long) in * groups, (long) out * groups, 1, bias)), kernel, type);
        var random = new Random(seed);
        grouped.params().forEach(param -> grouped.weight(param.id()).assign(noise(random, type, param.shapeArray())));
        for (int group = 0; group < groups; group++) {
            block(whole.weight(WEIGHT), group, in, out)
                    .assign(grouped.weight(WEIGHT)
                            .get(NDArrayIndex.interval(group * out, (group + 1) * out), NDArrayIndex.all()));
        }
        if (bias) {
            whole.weight(BIAS).assign(grouped.weight(BIAS));
        }
        INDArray inputs = noise(random, type, Shapes.batched(3, inputShape));
        requireClose(run(grouped, inputs), run(whole, inputs), tolerance);
        INDArray atOutput = noise(random, type, Shapes.batched(3, whole.outputShape()));
        grouped.backward(atOutput);
        whole.backward(atOutput);
        for (int group = 0; group < groups; group++) {
            requireClose(
                    grouped.gradient(WEIGHT)
                            .get(NDArrayIndex.interval(group * out, (group + 1) * out), NDArrayIndex.all()),
                    block(whole.gradient(WEIGHT), group, in, out),
                    tolerance);
        }
        if (bias) {
            requireClose(grouped.gradient(BIAS), whole.gradient(BIAS), tolerance);
        }
    }

    private static INDArray block(INDArray weight, int group, int in, int out) {
        return weight.get(
                NDArrayIndex.interval(group * out, (group + 1) * out),
                NDArrayIndex.interval(group * in, (group + 1) * in));
    }

    /** Gradients at what it reads are seen through the layer before it, in every mode that has a way back. */
    @Test
    void gradientsAreItsDerivatives() {
        FiniteDifferencesTest.check(behindAnother(), Mode.TRAIN);
        FiniteDifferencesTest.check(behindAnother(), Mode.INFER);
    }

    private static Graph behindAnother() {
        var before = new LayerId("before");
        return new Graph(
                List.of(2L, 3L),
                List.of(
                        new Graph.Node(before, new Dense(3, 6, 3, true), List.of(NetworkView.INPUT)),
                        new Graph.Node(new LayerId("layer"), new Dense(6, 4, 2, true), List.of(before))));
    }

    @Test
    void aMaskLeavesWhatIsAlive() {
        var network = new Network(graph(List.of(6L), new Dense(6, 4, 2, false)));
        network.weight(WEIGHT).assign(noise(new Random(1), DataType.FLOAT, 4, 3));
        Mask mask = Mask.of(List.of(4L, 3L), i -> i == 7);
        Kernels.of(DataType.FLOAT).mask(network.weight(WEIGHT), mask);
        network.restrict(WEIGHT, mask);
        INDArray inputs = noise(new Random(2), DataType.FLOAT, 1, 6);
        INDArray output = run(network, inputs);
        // Element 7 ties output 2, of the second group, to that group's input 1.
        assertThat(output.getDouble(0, 2)).isEqualTo(network.weight(WEIGHT).getFloat(2, 1) * inputs.getFloat(0, 4));
        assertThat(output.getDouble(0, 0)).isZero();
    }

    @Test
    void featuresThatCannotBeSplitAreRefused() {
        assertThatThrownBy(() -> new Network(graph(List.of(6L), new Dense(6, 4, 3, true))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 'layer' (Gemm): 6 and 4 features cannot be split into 3 groups");
    }

    private static Graph graph(List<Long> inputShape, Dense spec) {
        return new Graph(inputShape, List.of(new Graph.Node(new LayerId("layer"), spec, List.of(NetworkView.INPUT))));
    }

    private static INDArray run(Network network, INDArray inputs) {
        return network.forward(inputs, Mode.INFER, new SplittableRandom(1)).dup('c');
    }

    private static void requireClose(INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.sub(expected).amaxNumber().doubleValue())
                .isLessThanOrEqualTo(
                        tolerance * Math.max(1, expected.amaxNumber().doubleValue()));
    }

    private static INDArray noise(Random random, DataType type, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        return Nd4j.createFromArray(random.doubles(length, -0.5, 0.5).toArray())
                .castTo(type)
                .reshape('c', shape);
    }
}
