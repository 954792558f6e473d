package org.espalier.engine.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.engine.kernel.Activation;

/** The operators that networks can be made of, by their ONNX names. */
final class Operators {
    private static final Map<String, Maker> BY_KIND = new TreeMap<>(Map.of(
            "AveragePool", other(AveragePoolLayer::sliding),
            "Conv", Operators::conv,
            "Dropout", other(DropoutLayer::new),
            "Flatten", other(FlattenLayer::new),
            "Gemm", Operators::gemm,
            "GlobalAveragePool", other(AveragePoolLayer::global),
            "MaxPool", other(MaxPoolLayer::new),
            "Relu", activation(Activation.RELU),
            "Sigmoid", activation(Activation.SIGMOID),
            "Tanh", activation(Activation.TANH)));

    private Operators() {}

    /**
     * Makes a layer.
     *
     * @param inputShape shape of one example of what it reads
     * @throws IllegalArgumentException when there is no such operator, or when it does not fit its input; names the layer
     */
    static Layer make(LayerId id, LayerSpec spec, List<Long> inputShape) {
        Maker maker = BY_KIND.get(spec.kind());
        if (maker == null) {
            throw new IllegalArgumentException("layer '" + id + "': there is no operator '" + spec.kind()
                    + "'. There are " + String.join(", ", BY_KIND.keySet()) + ".");
        }
        return maker.make(id, spec, inputShape);
    }

    private static Layer gemm(LayerId id, LayerSpec spec, List<Long> inputShape) {
        if (spec instanceof LayerSpec.Dense dense) {
            return new GemmLayer(id, dense, inputShape);
        }
        throw Shapes.problem(id, spec, "must be described as a dense layer");
    }

    private static Layer conv(LayerId id, LayerSpec spec, List<Long> inputShape) {
        if (spec instanceof LayerSpec.Convolution convolution) {
            return new ConvLayer(id, convolution, inputShape);
        }
        throw Shapes.problem(id, spec, "must be described as a convolution");
    }

    private static Maker activation(Activation activation) {
        return other((attributes, inputShape) -> {
            attributes.allow();
            return new ActivationLayer(activation, inputShape);
        });
    }

    private static Maker other(AttributeMaker maker) {
        return (id, spec, inputShape) -> {
            if (spec instanceof LayerSpec.Other other) {
                return maker.make(new Attributes(id, other), inputShape);
            }
            throw Shapes.problem(id, spec, "must be described by its attributes");
        };
    }

    @FunctionalInterface
    private interface Maker {
        Layer make(LayerId id, LayerSpec spec, List<Long> inputShape);
    }

    @FunctionalInterface
    private interface AttributeMaker {
        Layer make(Attributes attributes, List<Long> inputShape);
    }
}
