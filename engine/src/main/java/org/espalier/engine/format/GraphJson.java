package org.espalier.engine.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.data.DataException;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.jspecify.annotations.Nullable;

/** A network's graph as JSON. */
public final class GraphJson {
    /** Whole numbers are {@code Long}, as everywhere in a layer's attributes. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private GraphJson() {}

    /** A graph that was read. */
    public record Content(List<LayerView> layers, List<Long> inputShape) {}

    /** One layer as it is written; exactly one of the three specifications is there. */
    record Layer(
            String id,
            List<String> inputs,
            List<Long> outputShape,
            List<Parameter> parameters,
            @Nullable Dense dense,
            @Nullable Convolution convolution,
            @Nullable Attributes other) {}

    record Parameter(String name, List<Long> shape, List<Axis> axes, boolean prunable) {}

    record Attributes(String kind, Map<String, Object> attributes) {}

    record Graph(List<Long> inputShape, List<Layer> layers) {}

    /** Returns a graph as text. */
    public static String write(List<LayerView> layers, List<Long> inputShape) {
        try {
            return JSON.writeValueAsString(graph(layers, inputShape));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a graph is always JSON", e);
        }
    }

    private static Graph graph(List<LayerView> layers, List<Long> inputShape) {
        return new Graph(inputShape, layers.stream().map(GraphJson::write).toList());
    }

    private static Layer write(LayerView layer) {
        return new Layer(
                layer.id().path(),
                layer.inputs().stream().map(LayerId::path).toList(),
                layer.outputShape(),
                layer.params().stream()
                        .map(param -> new Parameter(param.id().name(), param.shape(), param.axes(), param.prunable()))
                        .toList(),
                layer.spec() instanceof Dense dense ? dense : null,
                layer.spec() instanceof Convolution convolution ? convolution : null,
                layer.spec() instanceof Other other ? new Attributes(other.kind(), other.attributes()) : null);
    }

    /**
     * Reads a graph.
     *
     * @param file where the text came from
     * @throws DataException when it is not a graph's; names the file
     */
    public static Content read(Path file, String text) {
        try {
            Graph graph = JSON.readValue(text, new TypeReference<Graph>() {});
            return new Content(graph.layers().stream().map(GraphJson::read).toList(), graph.inputShape());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DataException(file + ": its graph cannot be read: " + e.getMessage(), e);
        }
    }

    private static LayerView read(Layer layer) {
        var id = new LayerId(layer.id());
        return new LayerView(
                id,
                spec(layer),
                layer.parameters().stream()
                        .map(param -> new ParamInfo(
                                new ParamId(id, param.name()), param.shape(), param.axes(), param.prunable()))
                        .toList(),
                layer.inputs().stream().map(LayerId::new).toList(),
                layer.outputShape());
    }

    private static LayerSpec spec(Layer layer) {
        if (layer.dense() != null) {
            return layer.dense();
        }
        if (layer.convolution() != null) {
            return layer.convolution();
        }
        if (layer.other() != null) {
            return new Other(layer.other().kind(), layer.other().attributes());
        }
        throw new IllegalArgumentException("layer '" + layer.id() + "' says nothing of what it computes");
    }
}
