package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An ONNX case in our terms.
 *
 * @param graph the operator as a network
 * @param weights the inputs that are weights, for every parameter of the network
 * @param statistics the inputs that are statistics, for all that the network has
 * @param statisticsAfter what they must be afterwards
 * @param input the inputs that flow, {@code [batch, …]}
 * @param expected what must come out, {@code [batch, …]}
 */
record OnnxRun(
        Graph graph,
        Map<ParamId, INDArray> weights,
        Map<ParamId, INDArray> statistics,
        Map<ParamId, INDArray> statisticsAfter,
        Mode mode,
        INDArray input,
        INDArray expected) {
    /** The one layer of most graphs. */
    static final LayerId LAYER = new LayerId("layer");

    OnnxRun(Graph graph, Map<ParamId, INDArray> weights, INDArray input, INDArray expected) {
        this(graph, weights, Map.of(), Map.of(), Mode.INFER, input, expected);
    }

    /**
     * Makes the run of a single layer.
     *
     * @param weights under the names that its parameters have in the layer
     */
    static OnnxRun of(LayerSpec spec, Map<String, INDArray> weights, INDArray input, INDArray expected) {
        return new OnnxRun(graph(spec, input), named(weights), input, expected);
    }

    /** Returns the graph of a single layer. */
    static Graph graph(LayerSpec spec, INDArray input) {
        return new Graph(example(input), List.of(new Graph.Node(LAYER, spec, List.of(NetworkView.INPUT))));
    }

    /** Returns arrays under the names that the layer's parameters and statistics have in the network. */
    static Map<ParamId, INDArray> named(Map<String, INDArray> arrays) {
        return arrays.entrySet().stream()
                .collect(Collectors.toMap(entry -> new ParamId(LAYER, entry.getKey()), Map.Entry::getValue));
    }

    /** Returns the shape of one example of a batch. */
    static List<Long> example(INDArray batch) {
        return Arrays.stream(batch.shape()).skip(1).boxed().toList();
    }

    /** Returns the run in another mode. */
    OnnxRun in(Mode other) {
        return new OnnxRun(graph, weights, statistics, statisticsAfter, other, input, expected);
    }

    /**
     * Runs it and compares what comes out.
     *
     * @param tolerance of a difference, relative to the largest element
     */
    void check(Kernel kernel, DataType type, double tolerance) {
        Network network = new Network(graph, kernel, type);
        assertThat(network.params()).extracting(ParamInfo::id).containsExactlyInAnyOrderElementsOf(weights.keySet());
        weights.forEach((id, values) -> assign(values, network.weight(id)));
        // Twice: the second pass runs in memory that the first one has used.
        for (int pass = 0; pass < 2; pass++) {
            assertThat(network.statistics().keySet()).isEqualTo(statistics.keySet());
            statistics.forEach(
                    (id, values) -> assign(values, network.statistics().get(id)));
            INDArray output = network.forward(input, mode, new SplittableRandom(1));
            Agreement.of("the output in " + type, output, expected, tolerance);
            statisticsAfter.forEach((id, values) ->
                    Agreement.of(id + " in " + type, network.statistics().get(id), values, tolerance));
        }
    }

    private static void assign(INDArray values, INDArray into) {
        assertThat(values.shape()).isEqualTo(into.shape());
        into.assign(values.castTo(into.dataType()));
    }
}
