package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Kernel;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.graph.Graph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What another implementation computed for one network; the script that writes the file says what is in it. */
public final class Golden {
    private final JsonNode content;

    private Golden(JsonNode content) {
        this.content = content;
    }

    /** Reads all cases of a file beside this class, by their names. */
    static Map<String, Golden> read(String file) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream(file)) {
            var cases = new LinkedHashMap<String, Golden>();
            JsonMapper.builder()
                    .build()
                    .readTree(in)
                    .path("cases")
                    .properties()
                    .forEach(each -> cases.put(each.getKey(), new Golden(each.getValue())));
            return cases;
        }
    }

    /**
     * Runs a network forward on each of the inputs and backward from the last, and compares outputs, gradients and statistics.
     *
     * @param tolerance of differences, relative to the largest element of an array
     */
    void check(Graph graph, Mode mode, Kernel kernel, DataType type, double tolerance) {
        Network network = new Network(graph, kernel, type);
        JsonNode parameters = content.path("parameters");
        assertThat(network.params())
                .extracting(info -> info.id().toString())
                .containsExactlyInAnyOrderElementsOf(parameters::fieldNames);
        for (ParamInfo info : network.params()) {
            assign(array(parameters.path(info.id().toString())), network.weight(info.id()));
        }
        JsonNode before = content.path("statistics").path("before");
        assertThat(network.statistics().keySet())
                .extracting(ParamId::toString)
                .containsExactlyInAnyOrderElementsOf(before::fieldNames);
        network.statistics().forEach((id, values) -> assign(array(before.path(id.toString())), values));
        for (int i = 0; i < content.path("inputs").size(); i++) {
            INDArray output = network.forward(array(content.path("inputs").path(i)), mode, new SplittableRandom(1));
            Agreement.of("output " + i, output, array(content.path("outputs").path(i)), tolerance);
        }
        JsonNode after = content.path("statistics").path("after");
        network.statistics()
                .forEach((id, values) ->
                        Agreement.of(id.toString(), values, array(after.path(id.toString())), tolerance));
        network.backward(array(content.path("gradient")));
        for (ParamInfo info : network.params()) {
            INDArray expected = array(content.path("gradients").path(info.id().toString()));
            Agreement.of("the gradient at " + info.id(), network.gradient(info.id()), expected, tolerance);
        }
    }

    private static void assign(INDArray values, INDArray into) {
        assertThat(values.shape()).isEqualTo(into.shape());
        into.assign(values.castTo(into.dataType()));
    }

    private static INDArray array(JsonNode node) {
        JsonNode shape = node.path("shape");
        JsonNode values = node.path("values");
        long[] extents = new long[shape.size()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = shape.path(axis).longValue();
        }
        double[] elements = new double[values.size()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = values.path(i).doubleValue();
        }
        return Nd4j.createFromArray(elements).reshape('c', extents);
    }
}
