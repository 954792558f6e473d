package org.espalier.engine.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
import org.espalier.api.model.Tensors;
import org.jspecify.annotations.Nullable;

/** A network's graph as JSON. */
public final class GraphJson {
    /** Whole numbers are {@code Long}, as everywhere in a layer's attributes. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private GraphJson() {}

    /**
     * A graph that was read.
     *
     * @param statistics shapes of the state tensors, by name
     */
    public record Content(List<LayerView> layers, List<Long> inputShape, Map<ParamId, List<Long>> statistics) {}

    /** One layer as it is written; exactly one of the three specifications is there. */
    record Layer(
            String id,
            List<String> inputs,
            List<Long> outputShape,
            List<Parameter> parameters,
            @Nullable List<Statistic> statistics,
            @Nullable Dense dense,
            @Nullable Convolution convolution,
            @Nullable Attributes other) {}

    record Parameter(String name, List<Long> shape, List<Axis> axes, boolean prunable) {}

    /** A state tensor; files of before there were any have no list of them. */
    record Statistic(String name, List<Long> shape) {}

    record Attributes(String kind, Map<String, Object> attributes) {}

    record Graph(List<Long> inputShape, List<Layer> layers) {}

    /** Returns a graph as text, without state tensors. */
    public static String write(List<LayerView> layers, List<Long> inputShape) {
        return write(layers, inputShape, Tensors.none());
    }

    /** Returns a graph as text, with the shapes of those tensors that are no parameters. */
    static String write(List<LayerView> layers, List<Long> inputShape, Tensors tensors) {
        try {
            return JSON.writeValueAsString(new Graph(
                    inputShape,
                    layers.stream().map(layer -> write(layer, tensors)).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a graph is always JSON", e);
        }
    }

    private static Layer write(LayerView layer, Tensors tensors) {
        var params = layer.params().stream().map(ParamInfo::id).collect(Collectors.toSet());
        return new Layer(
                layer.id().path(),
                layer.inputs().stream().map(LayerId::path).toList(),
                layer.outputShape(),
                layer.params().stream()
                        .map(param -> new Parameter(param.id().name(), param.shape(), param.axes(), param.prunable()))
                        .toList(),
                tensors.byId().entrySet().stream()
                        .filter(entry -> entry.getKey().layer().equals(layer.id()) && !params.contains(entry.getKey()))
                        .map(entry -> new Statistic(
                                entry.getKey().name(),
                                Arrays.stream(entry.getValue().shape()).boxed().toList()))
                        .toList(),
                layer.spec() instanceof Dense dense ? dense : null,
                layer.spec() instanceof Convolution convolution ? convolution : null,
                layer.spec() instanceof Other other
                        // In one order, so that equal models are equal files.
                        ? new Attributes(other.kind(), new TreeMap<>(other.attributes()))
                        : null);
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
            var statistics = new LinkedHashMap<ParamId, List<Long>>();
            for (Layer layer : graph.layers()) {
                List<Statistic> own = layer.statistics() == null ? List.of() : layer.statistics();
                own.forEach(each -> statistics.put(ParamId.of(layer.id(), each.name()), List.copyOf(each.shape())));
            }
            return new Content(graph.layers().stream().map(GraphJson::read).toList(), graph.inputShape(), statistics);
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
