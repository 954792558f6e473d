package org.espalier.engine.network;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.plugin.Knob;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.kernel.Activation;

/** The layers that a network can be written out of. */
public final class LayerTemplates {
    private LayerTemplates() {}

    /** Offers them by the names that pipelines use. */
    static List<Provider<?>> providers() {
        return List.of(
                Provider.of(LayerTemplate.class, "dense", "fully connected layer: y = x Wᵀ + b", DenseLayer.class),
                Provider.of(LayerTemplate.class, "conv", "two-dimensional convolution", Convolution.class),
                Provider.of(LayerTemplate.class, "max-pool", "the largest element under a window", MaxPool.class),
                Provider.of(LayerTemplate.class, "average-pool", "the mean under a window", AveragePool.class),
                Provider.of(
                        LayerTemplate.class,
                        "global-average-pool",
                        "the mean of each channel",
                        GlobalAveragePool.class),
                Provider.of(LayerTemplate.class, "relu", "max(x, 0)", Relu.class),
                Provider.of(LayerTemplate.class, "tanh", "the hyperbolic tangent", Tanh.class),
                Provider.of(LayerTemplate.class, "sigmoid", "1 / (1 + exp(−x))", Sigmoid.class),
                Provider.of(LayerTemplate.class, "flatten", "all axes of an example as one", Flatten.class),
                Provider.of(LayerTemplate.class, "dropout", "zeroes elements at random in training", Dropout.class));
    }

    /** Returns the layer that applies an activation. */
    static LayerTemplate of(Activation activation) {
        return switch (activation) {
            case RELU -> new Relu();
            case TANH -> new Tanh();
            case SIGMOID -> new Sigmoid();
            case GELU -> new OperatorTemplate("gelu", "Gelu");
            case HARD_SWISH -> new OperatorTemplate("swish", "HardSwish");
        };
    }

    /** A fully connected layer; it reads flat examples. */
    public record DenseLayer(
            @Knob("neurons") @Positive long units,

            @Knob(value = "whether a bias is added", otherwise = "true")
            boolean bias)
            implements LayerTemplate {
        /** With a bias. */
        public DenseLayer(long units) {
            this(units, true);
        }

        @Override
        public String stem() {
            return "fc";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            if (inputShape.size() != 1) {
                throw new IllegalArgumentException("a dense layer needs one axis of features but reads " + inputShape
                        + "; put a flatten before it");
            }
            return new LayerSpec.Dense(inputShape.get(0), units, 1, bias);
        }
    }

    /** A two-dimensional convolution. */
    public record Convolution(
            @Knob("filters") @Positive long filters,

            @Knob("rows and columns of the kernel") @Positive
            long kernel,

            @Knob(value = "steps along rows and columns", otherwise = "1") @Positive
            long stride,

            @Knob(value = "zeros around the input, on each side", otherwise = "0") @PositiveOrZero
            long padding,

            @Knob(value = "distance of neighbouring kernel elements", otherwise = "1") @Positive
            long dilation,

            @Knob(value = "independent blocks that channels are split into", otherwise = "1") @Positive
            long groups,

            @Knob(value = "whether a bias is added", otherwise = "true")
            boolean bias)
            implements LayerTemplate {
        /** With stride 1, a bias, and neither padding, dilation nor groups. */
        public Convolution(long filters, long kernel) {
            this(filters, kernel, 1, 0, 1, 1, true);
        }

        @Override
        public String stem() {
            return "conv";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            requirePlanes("a convolution", inputShape);
            return new LayerSpec.Convolution(
                    inputShape.get(0),
                    filters,
                    Pair.of(kernel),
                    Pair.of(stride),
                    Pair.of(padding),
                    Pair.of(dilation),
                    groups,
                    bias);
        }
    }

    /** The largest element under a window. */
    public record MaxPool(
            @Knob("rows and columns of the window") @Positive
            long size,

            @Knob(value = "steps along rows and columns; 0 for as many as the window has", otherwise = "0")
            @PositiveOrZero
            long stride,

            @Knob(value = "padding around the input, on each side", otherwise = "0") @PositiveOrZero
            long padding)
            implements LayerTemplate {
        /** Windows that neither overlap nor reach beyond the input. */
        public MaxPool(long size) {
            this(size, 0, 0);
        }

        @Override
        public String stem() {
            return "pool";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            requirePlanes("a pooling", inputShape);
            return new LayerSpec.Other("MaxPool", pooling(size, stride, padding));
        }
    }

    /** The mean under a window. */
    public record AveragePool(
            @Knob("rows and columns of the window") @Positive
            long size,

            @Knob(value = "steps along rows and columns; 0 for as many as the window has", otherwise = "0")
            @PositiveOrZero
            long stride,

            @Knob(value = "padding around the input, on each side", otherwise = "0") @PositiveOrZero
            long padding,

            @Knob(value = "whether padding counts as zeros in the mean", otherwise = "false")
            boolean countPadding)
            implements LayerTemplate {
        /** Windows that neither overlap nor reach beyond the input. */
        public AveragePool(long size) {
            this(size, 0, 0, false);
        }

        @Override
        public String stem() {
            return "pool";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            requirePlanes("a pooling", inputShape);
            Map<String, Object> attributes = pooling(size, stride, padding);
            attributes.put("count_include_pad", countPadding ? 1L : 0L);
            return new LayerSpec.Other("AveragePool", attributes);
        }
    }

    /** The mean of each channel, as a plane of one element. */
    public record GlobalAveragePool() implements LayerTemplate {
        @Override
        public String stem() {
            return "pool";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            requirePlanes("a pooling", inputShape);
            return new LayerSpec.Other("GlobalAveragePool", Map.of());
        }
    }

    /** {@code max(x, 0)}. */
    public record Relu() implements LayerTemplate {
        @Override
        public String stem() {
            return "relu";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            return new LayerSpec.Other("Relu", Map.of());
        }
    }

    /** The hyperbolic tangent. */
    public record Tanh() implements LayerTemplate {
        @Override
        public String stem() {
            return "tanh";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            return new LayerSpec.Other("Tanh", Map.of());
        }
    }

    /** {@code 1 / (1 + exp(−x))}. */
    public record Sigmoid() implements LayerTemplate {
        @Override
        public String stem() {
            return "sigmoid";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            return new LayerSpec.Other("Sigmoid", Map.of());
        }
    }

    /** All axes of an example as one. */
    public record Flatten() implements LayerTemplate {
        @Override
        public String stem() {
            return "flatten";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            return new LayerSpec.Other("Flatten", Map.of("axis", 1L));
        }
    }

    /** Zeroes elements at random in training and scales the others up. */
    public record Dropout(
            @Knob(value = "the probability that an element is zeroed, in [0, 1)", otherwise = "0.5")
            @DecimalMin("0")
            @DecimalMax(value = "1", inclusive = false)
            double ratio)
            implements LayerTemplate {
        @Override
        public String stem() {
            return "dropout";
        }

        @Override
        public LayerSpec spec(List<Long> inputShape) {
            return new LayerSpec.Other("Dropout", Map.of("ratio", ratio));
        }
    }

    private static void requirePlanes(String what, List<Long> inputShape) {
        if (inputShape.size() != 3) {
            throw new IllegalArgumentException(what + " needs [channels, height, width] but reads " + inputShape);
        }
    }

    private static Map<String, Object> pooling(long size, long stride, long padding) {
        long step = stride == 0 ? size : stride;
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put("kernel_shape", List.of(size, size));
        attributes.put("strides", List.of(step, step));
        attributes.put("pads", List.of(padding, padding, padding, padding));
        return attributes;
    }
}
