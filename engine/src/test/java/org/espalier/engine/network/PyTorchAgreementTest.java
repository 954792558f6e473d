package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.NetworkView;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Networks give PyTorch's outputs, gradients and running statistics. Most have a linear layer in front, whose gradients show that
 * at the input of the layer in question. {@code engine/src/test/python/pytorch_golden.py} computed what is compared with.
 */
final class PyTorchAgreementTest {
    private static final double IN_DOUBLES = 1e-6;
    private static final double IN_FLOATS = 1e-4;

    @TestFactory
    Stream<DynamicTest> networksGiveWhatPyTorchGives() throws IOException {
        Map<String, Graph> graphs = graphs();
        Map<String, Golden> golden = Golden.read("pytorch.json");
        assertThat(golden.keySet()).isEqualTo(graphs.keySet());
        return golden.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    Graph graph = graphs.get(entry.getKey());
                    Mode mode = entry.getKey().endsWith("inference") ? Mode.INFER : Mode.TRAIN;
                    entry.getValue().check(graph, mode, Kernels.reference(), DataType.DOUBLE, IN_DOUBLES);
                    entry.getValue().check(graph, mode, Kernels.fast(2), DataType.FLOAT, IN_FLOATS);
                }));
    }

    private static Map<String, Graph> graphs() {
        var graphs = new LinkedHashMap<String, Graph>();
        graphs.put("batch normalization in training", batchNormalization());
        graphs.put("batch normalization in inference", batchNormalization());
        graphs.put("lstm", recurrent("LSTM"));
        graphs.put("gru", recurrent("GRU"));
        graphs.put("layer normalization", layerNormalization());
        graphs.put("transposed convolution", transposedConvolution());
        graphs.put("gelu", activation("Gelu"));
        graphs.put("hard swish", activation("HardSwish"));
        graphs.put("embedding", embedding());
        graphs.put("attention", attention());
        graphs.put("residual block", residualBlock());
        return graphs;
    }

    private static Graph batchNormalization() {
        return new Chain(List.of(3L, 4L, 3L))
                .add("front", convolution(3, 4, 1, 1, false))
                .add("norm", "BatchNormalization", Map.of("epsilon", 1e-3, "momentum", 0.7))
                .graph();
    }

    private static Graph recurrent(String kind) {
        return new Chain(List.of(5L, 4L))
                .add("lower", kind, Map.of("hidden_size", 6L))
                .add("upper", kind, Map.of("hidden_size", 5L))
                .graph();
    }

    private static Graph layerNormalization() {
        return new Chain(List.of(3L, 5L))
                .add("front", dense(5, 6))
                .add("norm", "LayerNormalization", Map.of("epsilon", 1e-3))
                .graph();
    }

    private static Graph transposedConvolution() {
        return new Chain(List.of(3L, 4L, 3L))
                .add("front", convolution(3, 4, 1, 1, true))
                .add(
                        "up",
                        "ConvTranspose",
                        Map.of(
                                "channels", 6L,
                                "kernel_shape", List.of(3L, 2L),
                                "strides", List.of(2L, 3L),
                                "pads", List.of(1L, 0L, 1L, 0L),
                                "output_padding", List.of(1L, 2L),
                                "group", 2L))
                .graph();
    }

    private static Graph activation(String kind) {
        return new Chain(List.of(4L))
                .add("front", dense(4, 12))
                .add("activation", kind, Map.of())
                .graph();
    }

    private static Graph embedding() {
        return new Chain(List.of(4L))
                .add("embedding", "Gather", Map.of("rows", 7L, "columns", 5L))
                .graph();
    }

    /** Two heads of four features over six steps. */
    private static Graph attention() {
        return new Chain(List.of(6L, 5L))
                .add("front", dense(5, 8))
                .add("query", dense(8, 8), "front")
                .add("query-split", "Reshape", Map.of("shape", List.of(6L, 2L, 4L)))
                .add("query-heads", "Transpose", Map.of("perm", List.of(0L, 2L, 1L, 3L)))
                .add("key", dense(8, 8), "front")
                .add("key-split", "Reshape", Map.of("shape", List.of(6L, 2L, 4L)))
                .add("key-heads", "Transpose", Map.of("perm", List.of(0L, 2L, 3L, 1L)))
                .add("value", dense(8, 8), "front")
                .add("value-split", "Reshape", Map.of("shape", List.of(6L, 2L, 4L)))
                .add("value-heads", "Transpose", Map.of("perm", List.of(0L, 2L, 1L, 3L)))
                .add("products", other("MatMul", Map.of()), "query-heads", "key-heads")
                .add("scaled", "Mul", Map.of("factor", 0.5))
                .add("weights", "Softmax", Map.of())
                .add("seen", other("MatMul", Map.of()), "weights", "value-heads")
                .add("seen-steps", "Transpose", Map.of("perm", List.of(0L, 2L, 1L, 3L)))
                .add("seen-joined", "Reshape", Map.of("shape", List.of(6L, 8L)))
                .add("out", dense(8, 8))
                .graph();
    }

    private static Graph residualBlock() {
        return new Chain(List.of(3L, 7L, 6L))
                .add("conv1", convolution(3, 4, 3, 2, false))
                .add("norm1", "BatchNormalization", Map.of())
                .add("relu1", "Relu", Map.of())
                .add("conv2", convolution(4, 4, 3, 1, false))
                .add("norm2", "BatchNormalization", Map.of())
                .add("shortcut", convolution(3, 4, 1, 2, false), NetworkView.INPUT.path())
                .add("norm3", "BatchNormalization", Map.of())
                .add("sum", other("Add", Map.of()), "norm2", "norm3")
                .add("relu2", "Relu", Map.of())
                .graph();
    }

    private static LayerSpec dense(long in, long out) {
        return new LayerSpec.Dense(in, out, 1, true);
    }

    /** A convolution that is padded by half its kernel. */
    private static LayerSpec convolution(long in, long out, long kernel, long stride, boolean bias) {
        return new LayerSpec.Convolution(
                in, out, Pair.of(kernel), Pair.of(stride), Pair.of(kernel / 2), Pair.of(1), 1, bias);
    }

    private static LayerSpec other(String kind, Map<String, Object> attributes) {
        return new LayerSpec.Other(kind, attributes);
    }

    /** Layers that read the one before them unless told otherwise. */
    private static final class Chain {
        private final List<Long> inputShape;
        private final List<Graph.Node> nodes = new ArrayList<>();
        private LayerId last = NetworkView.INPUT;

        Chain(List<Long> inputShape) {
            this.inputShape = inputShape;
        }

        Chain add(String name, String kind, Map<String, Object> attributes) {
            return add(name, other(kind, attributes));
        }

        Chain add(String name, LayerSpec spec, String... inputs) {
            List<LayerId> read = inputs.length == 0
                    ? List.of(last)
                    : Stream.of(inputs).map(LayerId::new).toList();
            last = new LayerId(name);
            nodes.add(new Graph.Node(last, spec, read));
            return this;
        }

        Graph graph() {
            return new Graph(inputShape, nodes);
        }
    }
}
