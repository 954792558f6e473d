package org.espalier.engine.network.architecture.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.engine.kernel.Activation;

/**
 * An operator that is the same whatever it reads; all those that have no options are written with it.
 *
 * @param stem what layers of it are called
 * @param kind its ONNX name
 * @param attributes its attributes
 */
public record Operator(String stem, String kind, Map<String, Object> attributes) implements LayerTemplate {
    public Operator {
        requireNonNull(stem, "stem is null");
        requireNonNull(kind, "kind is null");
        attributes = Map.copyOf(attributes);
    }

    /** Without attributes. */
    public Operator(String stem, String kind) {
        this(stem, kind, Map.of());
    }

    /** Returns the layer that applies an activation. */
    public static Operator of(Activation activation) {
        return switch (activation) {
            case RELU -> new Operator("relu", "Relu");
            case TANH -> new Operator("tanh", "Tanh");
            case SIGMOID -> new Operator("sigmoid", "Sigmoid");
            case GELU -> new Operator("gelu", "Gelu");
            case HARD_SWISH -> new Operator("swish", "HardSwish");
        };
    }

    /** Returns the sum of everything that is read. */
    public static Operator add() {
        return new Operator("add", "Add");
    }

    /** Returns everything that is read, behind each other along the first axis. */
    public static Operator concat() {
        return new Operator("concat", "Concat");
    }

    /** Returns all axes of an example as one. */
    public static Operator flatten() {
        return new Operator("flatten", "Flatten", Map.of("axis", 1L));
    }

    /** Returns the mean of each channel, as a plane of one element. */
    public static Operator globalAveragePool() {
        return new Operator("pool", "GlobalAveragePool");
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other(kind, attributes);
    }
}
