package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.espalier.api.data.Batch;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.loss.SoftmaxCrossEntropy;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.network.architecture.GraphBuilder;
import org.espalier.engine.network.architecture.Layers;
import org.espalier.engine.network.architecture.Lenet300;
import org.espalier.engine.network.architecture.Lenet5;
import org.espalier.engine.network.architecture.Mlp;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.GlorotNormal;
import org.espalier.engine.network.initializer.LecunUniform;
import org.espalier.engine.network.initializer.Pytorch;
import org.espalier.engine.optimizer.Momentum;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class NetworkTest {
    private static final List<Long> MNIST = List.of(1L, 28L, 28L);

    @Test
    void lenet5HasCaffesLayersAndShapes() {
        Network network = new Network(new Lenet5().build(MNIST, 10));
        assertThat(network.layers())
                .extracting(view -> view.id() + " " + view.outputShape())
                .containsExactly(
                        "conv1 [20, 24, 24]",
                        "pool1 [20, 12, 12]",
                        "conv2 [50, 8, 8]",
                        "pool2 [50, 4, 4]",
                        "flatten1 [800]",
                        "fc1 [500]",
                        "relu1 [500]",
                        "fc2 [10]");
        assertThat(network.params())
                .extracting(ParamInfo::size)
                .containsExactly(500L, 20L, 25_000L, 50L, 400_000L, 500L, 5_000L, 10L);
        assertThat(network.params())
                .filteredOn(ParamInfo::prunable)
                .extracting(info -> info.id().name())
                .containsOnly("weight")
                .hasSize(4);
    }

    @Test
    void timesEachLayerUntilThatIsEnough() {
        Network network = new Network(new Lenet5().build(MNIST, 10));
        var passes = new ArrayList<long[]>();
        network.time(Nd4j.rand(DataType.FLOAT, 3, 1, 28, 28), nanoseconds -> {
            passes.add(nanoseconds);
            return passes.size() < 4;
        });
        assertThat(passes).hasSize(4).allSatisfy(nanoseconds -> assertThat(nanoseconds)
                .hasSameSizeAs(network.layers().toArray())
                .satisfies(each -> assertThat(each[0]).isPositive()));
        assertThat(passes).doesNotHaveDuplicates();
    }

    @Test
    void channelsAreCoupledThroughPoolingAndFlattening() {
        Network network = new Network(new Lenet5().build(MNIST, 10));
        assertThat(network.couplings())
                .containsExactly(
                        new CouplingGroup(
                                "conv1",
                                20,
                                List.of(
                                        new Member(ParamId.of("conv1", "weight"), Axis.OUT, 0, 1),
                                        new Member(ParamId.of("conv1", "bias"), Axis.OUT, 0, 1),
                                        new Member(ParamId.of("conv2", "weight"), Axis.IN, 0, 1))),
                        new CouplingGroup(
                                "conv2",
                                50,
                                List.of(
                                        new Member(ParamId.of("conv2", "weight"), Axis.OUT, 0, 1),
                                        new Member(ParamId.of("conv2", "bias"), Axis.OUT, 0, 1),
                                        new Member(ParamId.of("fc1", "weight"), Axis.IN, 0, 16))),
                        new CouplingGroup(
                                "fc1",
                                500,
                                List.of(
                                        new Member(ParamId.of("fc1", "weight"), Axis.OUT, 0, 1),
                                        new Member(ParamId.of("fc1", "bias"), Axis.OUT, 0, 1),
                                        new Member(ParamId.of("fc2", "weight"), Axis.IN, 0, 1))));
    }

    @Test
    void groupedConvolutionsAreInNoCoupling() {
        Graph graph = new Layers(List.of(
                        new Convolution(4, 3),
                        new Convolution(4, 3, 1, 0, 1, 2, true),
                        Operator.flatten(),
                        new Dense(10)))
                .build(MNIST, 10);
        assertThat(new Network(graph).couplings()).isEmpty();
    }

    /** Caffe's has none there; that of most papers in PyTorch has ReLU. */
    @Test
    void lenet5MayHaveAnActivationBehindEachConvolution() {
        var relu = org.espalier.engine.kernel.Activation.RELU;
        assertThat(kinds(new Lenet5()))
                .containsExactly("Conv", "MaxPool", "Conv", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm");
        assertThat(kinds(new Lenet5(relu, Lenet5.ConvolutionActivation.TANH, 0, new Pytorch())))
                .containsExactly(
                        "Conv", "Tanh", "MaxPool", "Conv", "Tanh", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm");
    }

    private static List<String> kinds(Architecture architecture) {
        return architecture.build(MNIST, 10).nodes().stream()
                .map(node -> node.spec().kind())
                .toList();
    }

    @Test
    void floatsOnTheFastKernelAgreeWithDoublesOnTheReference() {
        Graph graph = new Lenet5(
                        org.espalier.engine.kernel.Activation.TANH,
                        Lenet5.ConvolutionActivation.NONE,
                        0.4,
                        new LecunUniform())
                .build(MNIST, 10);
        Network fast = initialized(new Network(graph, Kernels.fast(2), DataType.FLOAT));
        Network reference = initialized(new Network(graph, Kernels.reference(), DataType.DOUBLE));
        Batch batch = batch(3);
        var losses = new ArrayList<Double>();
        for (Network network : List.of(fast, reference)) {
            INDArray output = network.forward(batch.inputs(), Mode.TRAIN, new SplittableRandom(9));
            var cost = new SoftmaxCrossEntropy().of(output, batch);
            losses.add(cost.value());
            network.backward(cost.gradientAtOutput());
        }
        assertThat(losses.get(0)).isCloseTo(losses.get(1), within(1e-5));
        for (ParamInfo info : fast.params()) {
            INDArray expected = reference.gradient(info.id()).castTo(DataType.FLOAT);
            double largest = expected.amaxNumber().doubleValue();
            assertThat(fast.gradient(info.id()).sub(expected).amaxNumber().doubleValue())
                    .as("%s", info.id())
                    .isLessThan(1e-4 * largest);
        }
    }

    @Test
    void trainingOnTwoThreadsGivesTheSameBitsEveryTime() {
        List<float[]> first = train(12);
        List<float[]> second = train(12);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isEqualTo(first.get(i));
        }
    }

    @Test
    void batchSizesMayVaryAndEachExampleIsItsOwn() {
        Network network = initialized(new Network(new Lenet5().build(MNIST, 10)));
        Batch batch = batch(7);
        INDArray all = network.forward(batch.inputs(), Mode.INFER, new SplittableRandom(1))
                .dup('c');
        INDArray one = network.forward(
                batch.inputs().get(org.nd4j.linalg.indexing.NDArrayIndex.interval(4, 5)),
                Mode.INFER,
                new SplittableRandom(1));
        assertThat(one.shape()).containsExactly(1, 10);
        assertThat(one.sub(all.getRow(4, true)).amaxNumber().doubleValue()).isLessThan(1e-5);
        INDArray again = network.forward(batch.inputs(), Mode.INFER, new SplittableRandom(2));
        assertThat(again).isEqualTo(all);
    }

    @Test
    void tapSeesEveryLayerInTurn() {
        Network network = initialized(new Network(new Lenet300().build(MNIST, 10)));
        var seen = new ArrayList<String>();
        INDArray output = network.forward(
                batch(2).inputs(),
                Mode.INFER,
                new SplittableRandom(1),
                (layer, in, out) -> seen.add(layer + " " + in.size(1) + "-" + out.size(1)));
        assertThat(seen)
                .containsExactly(
                        "flatten1 1-784", "fc1 784-300", "relu1 300-300", "fc2 300-100", "relu2 100-100", "fc3 100-10");
        assertThat(output.shape()).containsExactly(2, 10);
    }

    @Test
    void frozenLayersGetNoGradientAndOthersTheSame() {
        Network network = initialized(new Network(new Lenet5().build(MNIST, 10)));
        Batch batch = batch(4);
        backward(network, batch);
        INDArray dense = network.gradient(ParamId.of("fc2", "weight")).dup('c');
        INDArray conv = network.gradient(ParamId.of("conv1", "weight")).dup('c');
        network.setFrozen(Set.of(new LayerId("conv1"), new LayerId("conv2"), new LayerId("fc1")));
        backward(network, batch);
        assertThat(network.gradient(ParamId.of("conv1", "weight")).amaxNumber().doubleValue())
                .isZero();
        assertThat(network.gradient(ParamId.of("fc2", "weight"))).isEqualTo(dense);
        network.setFrozen(Set.of(new LayerId("fc1")));
        backward(network, batch);
        assertThat(network.gradient(ParamId.of("fc1", "weight")).amaxNumber().doubleValue())
                .isZero();
        assertThat(network.gradient(ParamId.of("conv1", "weight"))).isEqualTo(conv);
    }

    @Test
    void copyComputesTheSameInMemoryOfItsOwn() {
        Network network = initialized(new Network(new Lenet300().build(MNIST, 10)));
        Network copy = network.copy();
        INDArray inputs = batch(2).inputs();
        assertThat(copy.forward(inputs, Mode.INFER, new SplittableRandom(1)))
                .isEqualTo(network.forward(inputs, Mode.INFER, new SplittableRandom(1)));
        copy.weight(ParamId.of("fc1", "weight")).assign(0);
        assertThat(network.weight(ParamId.of("fc1", "weight")).amaxNumber().doubleValue())
                .isPositive();
    }

    @Test
    void dropoutRatioCanBeReplacedButShapesCannot() {
        Network network = initialized(new Network(
                new Lenet300(org.espalier.engine.kernel.Activation.RELU, 0.5, new GlorotNormal()).build(MNIST, 10)));
        LayerId dropout = new LayerId("dropout1");
        network.replaceSpec(dropout, new LayerSpec.Other("Dropout", Map.of("ratio", 0.25)));
        assertThat(network.layers())
                .filteredOn(view -> view.id().equals(dropout))
                .extracting(LayerView::spec)
                .containsExactly(new LayerSpec.Other("Dropout", Map.of("ratio", 0.25)));
        var kept = new ArrayList<Double>();
        network.forward(batch(64).inputs(), Mode.TRAIN, new SplittableRandom(1), (layer, in, out) -> {
            if (layer.equals(dropout)) {
                kept.add(count(out) / (double) count(in));
            }
        });
        assertThat(kept.get(0)).isCloseTo(0.75, within(0.02));
        assertThatThrownBy(() -> network.replaceSpec(new LayerId("fc1"), new LayerSpec.Dense(784, 299, 1, true)))
                .hasMessageContaining("layer 'fc1' (Gemm)")
                .hasMessageContaining("parameters or the shape of its output would change");
    }

    @Test
    void weightsAreDrawnFromEachParametersOwnStreamAndBiasesAreZero() {
        Network network = initialized(new Network(new Lenet300().build(MNIST, 10)));
        Network again = initialized(new Network(new Lenet300().build(MNIST, 10)));
        for (ParamInfo info : network.params()) {
            assertThat(again.weight(info.id())).isEqualTo(network.weight(info.id()));
            if (!info.prunable()) {
                assertThat(network.weight(info.id()).amaxNumber().doubleValue()).isZero();
            }
        }
    }

    @Test
    void problemsNameTheLayer() {
        assertThatThrownBy(() -> new Layers(List.of(new Dense(10))).build(MNIST, 10))
                .hasMessage("layer 'fc1': a dense layer needs one axis of features but reads [1, 28, 28]; put a flatten"
                        + " before it");
        assertThatThrownBy(() -> new Network(graph(new LayerSpec.Dense(784, 10, 1, true))))
                .hasMessage(
                        "layer 'x' (Gemm): it needs one axis of 784 features, or steps of so many, but reads [1, 28,"
                                + " 28]; put a flatten before it");
        assertThatThrownBy(() -> new Network(graph(new LayerSpec.Other("Einsum", Map.of()))))
                .hasMessageStartingWith(
                        "layer 'x': there is no operator 'Einsum'. There are Add, AveragePool, BatchNormalization,");
        assertThatThrownBy(() -> new Network(graph(new LayerSpec.Other("MaxPool", Map.of("kernel", 2L)))))
                .hasMessageStartingWith("layer 'x' (MaxPool): it has no attribute 'kernel'");
        assertThatThrownBy(() -> new Network(graph(new LayerSpec.Other("MaxPool", Map.of()))))
                .hasMessage("layer 'x' (MaxPool): 'kernel_shape' must be a list of 2 whole numbers but is missing");
        assertThatThrownBy(() -> new Network(graph(new LayerSpec.Other("Dropout", Map.of("ratio", 1.0)))))
                .hasMessage("layer 'x' (Dropout): the ratio must be in [0, 1) but is 1.0");
        assertThatThrownBy(() -> new Layers(List.of(new Convolution(1, 29), Operator.flatten())).build(MNIST, 10))
                .hasMessage(
                        "layer 'conv1' (Conv): a kernel of 29x29 does not fit into planes of 28x28 with their padding");
        assertThatThrownBy(() -> new Mlp(List.of(100L, 10L)).build(MNIST, 10))
                .hasMessage("layers [100, 10] begin with 100 features, but the data has 784 ([1, 28, 28])");
        assertThatThrownBy(() -> new Layers(List.of(Operator.flatten(), new Dense(500))).build(MNIST, 10))
                .hasMessage(
                        "the last layer, 'fc1', gives [500] for each example, but the data has 10 classes, so it must"
                                + " give [10]");
    }

    @Test
    void predictingGivesWhatInferenceGivesAndKeepsNothing() {
        var builder = new GraphBuilder(List.of(3L, 8L, 8L))
                .add(new org.espalier.engine.network.architecture.template.Convolution(20, 3, 1, 1, 1, 1, false))
                .add(new Operator("bn", "BatchNormalization"))
                .add(Operator.of(Activation.RELU));
        LayerId start = builder.last();
        builder.add(new org.espalier.engine.network.architecture.template.Convolution(20, 3, 1, 1, 1, 1, true))
                .add(new Operator("bn", "BatchNormalization"))
                .add(Operator.add(), List.of(builder.last(), start));
        LayerId sum = builder.last();
        builder.add(Operator.of(Activation.RELU))
                .add(Operator.add(), List.of(builder.last(), sum, start))
                .add(Operator.flatten())
                .add(Operator.of(Activation.TANH))
                .add(new org.espalier.engine.network.architecture.template.Dense(4));
        Network network = initialized(new Network(builder.build(4)));
        INDArray inputs = Nd4j.rand(DataType.FLOAT, 5, 3, 8, 8);
        INDArray expected =
                network.forward(inputs, Mode.INFER, new SplittableRandom(1)).dup('c');
        for (int i = 0; i < 2; i++) {
            assertThat(network.forward(inputs, Mode.PREDICT, new SplittableRandom(1)))
                    .isEqualTo(expected);
        }
        assertThatThrownBy(() -> network.backward(expected)).hasMessageContaining("not one that only predicts");
    }

    @Test
    void inputsOfAnotherShapeAreRefused() {
        Network network = new Network(new Lenet300().build(MNIST, 10));
        assertThatThrownBy(
                        () -> network.forward(Nd4j.create(DataType.FLOAT, 2, 784), Mode.INFER, new SplittableRandom(1)))
                .hasMessage("the network needs inputs of shape [batch, 1, 28, 28] but got [2, 784]");
        assertThatThrownBy(() -> network.backward(Nd4j.create(DataType.FLOAT, 2, 10)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void labelsOutOfRangeAreRefused() {
        Batch batch = new Batch(Nd4j.create(DataType.FLOAT, 2, 3), Nd4j.createFromArray(0, 3));
        assertThatThrownBy(() -> new SoftmaxCrossEntropy().of(Nd4j.create(DataType.FLOAT, 2, 3), batch))
                .hasMessage("a label is 3, but the network's output has 3 classes from 0");
    }

    @Test
    void crossEntropyOfHugeLogitsIsFinite() {
        INDArray output = Nd4j.createFromArray(new float[][] {{1000, 0, -1000}, {0, 0, 0}});
        Batch batch = new Batch(Nd4j.create(DataType.FLOAT, 2, 3), Nd4j.createFromArray(1, 2));
        var cost = new SoftmaxCrossEntropy().of(output, batch);
        assertThat(cost.value()).isCloseTo((1000 + Math.log(3)) / 2, within(1e-9));
        assertThat(cost.gradientAtOutput().toFloatMatrix()[0]).containsExactly(0.5f, -0.5f, 0f);
    }

    private static long count(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        long count = 0;
        for (float value : values) {
            count += value != 0 ? 1 : 0;
        }
        return count;
    }

    private static void backward(Network network, Batch batch) {
        INDArray output = network.forward(batch.inputs(), Mode.INFER, new SplittableRandom(1));
        network.backward(new SoftmaxCrossEntropy().of(output, batch).gradientAtOutput());
    }

    private static List<float[]> train(int steps) {
        Graph graph = new Lenet5(
                        org.espalier.engine.kernel.Activation.RELU,
                        Lenet5.ConvolutionActivation.NONE,
                        0.5,
                        new LecunUniform())
                .build(MNIST, 10);
        Network network = initialized(new Network(graph, Kernels.fast(2), DataType.FLOAT));
        Momentum optimizer = new Momentum(0.01, 0.9);
        SplittableRandom random = new SplittableRandom(3);
        SoftmaxCrossEntropy objective = new SoftmaxCrossEntropy();
        var velocities = new java.util.HashMap<ParamId, INDArray>();
        network.params().forEach(info -> velocities.put(info.id(), Nd4j.create(DataType.FLOAT, info.shapeArray())));
        for (int step = 1; step <= steps; step++) {
            Batch batch = batch(step % 4 == 0 ? 5 : 16);
            INDArray output = network.forward(batch.inputs(), Mode.TRAIN, random);
            network.backward(objective.of(output, batch).gradientAtOutput());
            for (ParamInfo info : network.params()) {
                optimizer.update(
                        network.weight(info.id()),
                        network.gradient(info.id()),
                        Map.of("momentum", velocities.get(info.id())),
                        0.01,
                        step,
                        info.prunable());
            }
        }
        return network.params().stream()
                .map(info -> network.weight(info.id()).dup('c').data().asFloat())
                .toList();
    }

    private static Graph graph(LayerSpec spec) {
        return new Graph(MNIST, List.of(new Graph.Node(new LayerId("x"), spec, List.of(NetworkView.INPUT))));
    }

    private static Network initialized(Network network) {
        network.initialize(
                new GlorotNormal(), id -> new SplittableRandom(id.toString().hashCode()));
        return network;
    }

    private static Batch batch(int size) {
        Random random = new Random(size);
        float[] inputs = new float[size * 784];
        int[] labels = new int[size];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextFloat();
        }
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(10);
        }
        return new Batch(Nd4j.createFromArray(inputs).reshape('c', size, 1, 28, 28), Nd4j.createFromArray(labels));
    }
}
