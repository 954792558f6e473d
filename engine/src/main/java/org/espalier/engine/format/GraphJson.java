package org.espalier.engine.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.espalier.engine.text.Shown;
import org.jspecify.annotations.Nullable;

/** A network's graph as JSON. */
public final class GraphJson {
    /** Whole numbers are {@code Long}, as everywhere in a layer's attributes. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, textual -> {
                textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                textual.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
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
            @Nullable Attributes other) {
        Layer {
            required("id", id);
            requiredList("inputs", inputs);
            requiredList("outputShape", outputShape);
            requiredList("parameters", parameters);
            if (statistics != null) {
                requiredList("statistics", statistics);
            }
            if (convolution != null) {
                required("convolution.kernel", convolution.kernel());
                required("convolution.stride", convolution.stride());
                required("convolution.padding", convolution.padding());
                required("convolution.dilation", convolution.dilation());
            }
        }
    }

    record Parameter(String name, List<Long> shape, List<Axis> axes, boolean prunable) {
        Parameter {
            required("name", name);
            requiredList("shape", shape);
            requiredList("axes", axes);
        }
    }

    /** A state tensor; files of before there were any have no list of them. */
    record Statistic(String name, List<Long> shape) {
        Statistic {
            required("name", name);
            requiredList("shape", shape);
        }
    }

    record Attributes(String kind, Map<String, Object> attributes) {
        Attributes {
            required("kind", kind);
            required("attributes", attributes);
            attributes.values().forEach(value -> required("attributes", value));
        }
    }

    record Graph(List<Long> inputShape, List<Layer> layers) {
        Graph {
            requiredList("inputShape", inputShape);
            requiredList("layers", layers);
        }
    }

    private static void required(String name, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
    }

    private static void requiredList(String name, @Nullable List<?> values) {
        if (values == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        // Not contains(null), which some lists do not allow.
        if (values.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("'" + name + "' has an entry that is null");
        }
    }

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
            Graph graph = JSON.readValue(text, Graph.class);
            required("graph", graph);
            var names = new HashSet<String>();
            var statistics = new LinkedHashMap<ParamId, List<Long>>();
            for (Layer layer : graph.layers()) {
                if (!names.add(layer.id())) {
                    throw new IllegalArgumentException("two layers are called '" + Shown.cut(layer.id()) + "'");
                }
                List<Statistic> own = layer.statistics() == null ? List.of() : layer.statistics();
                own.forEach(each -> statistics.put(ParamId.of(layer.id(), each.name()), List.copyOf(each.shape())));
            }
            return new Content(graph.layers().stream().map(GraphJson::read).toList(), graph.inputShape(), statistics);
        } catch (JsonMappingException e) {
            String where = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            throw problem(file, (where.isEmpty() ? "" : where.substring(1) + ": ") + words(e), e);
        } catch (JsonProcessingException e) {
            throw problem(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw problem(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static DataException problem(Path file, String what, Exception cause) {
        return new DataException(
                file + ": its graph cannot be read: " + Shown.cut(what) + "; the file was altered or badly written",
                cause);
    }

    /** Returns what a record's own check says, or that the type of something is another; class names are not for users. */
    private static String words(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
        if (e instanceof UnrecognizedPropertyException) {
            return "no such field is known";
        }
        return e instanceof MismatchedInputException ? "is missing or of another type" : e.getOriginalMessage();
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
        List<LayerSpec> stated = new ArrayList<>();
        if (layer.dense() != null) {
            stated.add(layer.dense());
        }
        if (layer.convolution() != null) {
            stated.add(layer.convolution());
        }
        if (layer.other() != null) {
            stated.add(new Other(layer.other().kind(), layer.other().attributes()));
        }
        if (stated.size() != 1) {
            throw new IllegalArgumentException("one of 'dense', 'convolution' and 'other' is needed but layer '"
                    + layer.id() + "' has " + (stated.isEmpty() ? "none" : stated.size()));
        }
        return stated.get(0);
    }
}
