package org.espalier.engine.network.operator;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.Clip;
import org.espalier.engine.kernel.LeakyRelu;
import org.espalier.engine.kernel.memory.JavaArrays;
import org.espalier.engine.network.layer.Attributes;
import org.espalier.engine.network.layer.Layer;
import org.espalier.engine.network.layer.Shapes;

/** The operators that networks can be made of, by their ONNX names. */
public final class Operators {
    private static final Map<String, Maker> BY_KIND = new TreeMap<>(Map.ofEntries(
            Map.entry("Add", several(Operators::add)),
            Map.entry("AveragePool", other(AveragePoolLayer::sliding)),
            Map.entry("BatchNormalization", other(BatchNormalizationLayer::new)),
            Map.entry("CausalMask", other(CausalMaskLayer::new)),
            Map.entry("Clip", other(Operators::clip)),
            Map.entry("Concat", several(ConcatLayer::new)),
            Map.entry("Conv", Operators::conv),
            Map.entry("ConvTranspose", other(ConvTransposeLayer::new)),
            Map.entry("Dropout", other(DropoutLayer::new)),
            Map.entry("Flatten", other(FlattenLayer::new)),
            Map.entry("GRU", other(RecurrentLayer::gru)),
            Map.entry("Gather", other(GatherLayer::new)),
            Map.entry("Gelu", activation(Activation.GELU)),
            Map.entry("Gemm", Operators::gemm),
            Map.entry("GlobalAveragePool", other(AveragePoolLayer::global)),
            Map.entry("GlobalMaxPool", other(MaxPoolLayer::global)),
            Map.entry("HardSwish", activation(Activation.HARD_SWISH)),
            Map.entry("LSTM", other(RecurrentLayer::lstm)),
            Map.entry("LayerNormalization", other(LayerNormalizationLayer::new)),
            Map.entry("LeakyRelu", other(Operators::leakyRelu)),
            Map.entry("MatMul", several(MatMulLayer::new)),
            Map.entry("MaxPool", other(MaxPoolLayer::sliding)),
            Map.entry("Mul", other(Factor::layer)),
            Map.entry("Pad", other(PadLayer::new)),
            Map.entry("Relu", activation(Activation.RELU)),
            Map.entry("Reshape", other(ReshapeLayer::reshape)),
            Map.entry("Sigmoid", activation(Activation.SIGMOID)),
            Map.entry("Softmax", other(SoftmaxLayer::new)),
            Map.entry("Squeeze", other(ReshapeLayer::squeeze)),
            Map.entry("Tanh", activation(Activation.TANH)),
            Map.entry("Transpose", other(TransposeLayer::new)),
            Map.entry("Unsqueeze", other(ReshapeLayer::unsqueeze))));

    private Operators() {}

    /** Returns the operators' names, in alphabetical order. */
    public static Set<String> kinds() {
        return Collections.unmodifiableSet(BY_KIND.keySet());
    }

    /**
     * Makes a layer.
     *
     * @param inputShapes shapes of one example of everything it reads
     * @throws IllegalArgumentException when there is no such operator, or when it does not fit its inputs; names the layer
     */
    public static Layer make(LayerId id, LayerSpec spec, List<List<Long>> inputShapes) {
        Maker maker = BY_KIND.get(spec.kind());
        if (maker == null) {
            throw new IllegalArgumentException("layer '" + id + "': there is no operator '" + spec.kind()
                    + "'. There are " + String.join(", ", kinds()) + ".");
        }
        if (inputShapes.isEmpty()) {
            throw Shapes.problem(id, spec, "it reads nothing");
        }
        try {
            return sized(id, spec, maker.make(id, spec, inputShapes));
        } catch (ArithmeticException e) {
            throw Shapes.problem(id, spec, "its sizes are too large to compute with");
        }
    }

    /** Refuses a layer that no machine computes, before anything is allocated for it. */
    private static Layer sized(LayerId id, LayerSpec spec, Layer layer) {
        requireSize(id, spec, "its output", layer.outputShape());
        layer.params()
                .forEach(param -> requireSize(id, spec, "its " + param.id().name(), param.shape()));
        return layer;
    }

    private static void requireSize(LayerId id, LayerSpec spec, String what, List<Long> shape) {
        if (shape.stream().anyMatch(extent -> extent < 1)) {
            throw Shapes.problem(id, spec, what + " " + shape + " has an empty axis");
        }
        if (shape.stream().reduce(1L, Math::multiplyExact) > JavaArrays.LONGEST) {
            throw Shapes.problem(
                    id,
                    spec,
                    what + " " + shape + " has more than the " + JavaArrays.LONGEST + " elements of an array");
        }
    }

    private static Layer gemm(LayerId id, LayerSpec spec, List<List<Long>> inputShapes) {
        if (spec instanceof LayerSpec.Dense dense) {
            return new GemmLayer(id, dense, only(id, spec, inputShapes));
        }
        throw Shapes.problem(id, spec, "must be described as a dense layer");
    }

    private static Layer conv(LayerId id, LayerSpec spec, List<List<Long>> inputShapes) {
        if (spec instanceof LayerSpec.Convolution convolution) {
            return new ConvLayer(id, convolution, only(id, spec, inputShapes));
        }
        throw Shapes.problem(id, spec, "must be described as a convolution");
    }

    private static Layer add(Attributes attributes, List<List<Long>> inputShapes) {
        return attributes.flag("trained") && inputShapes.size() == 1
                ? new TrainedAddLayer(attributes, inputShapes.get(0))
                : new AddLayer(attributes, inputShapes);
    }

    private static Layer leakyRelu(Attributes attributes, List<Long> inputShape) {
        attributes.allow("alpha");
        return new ActivationLayer(new LeakyRelu(attributes.real("alpha", 0.01)), inputShape);
    }

    private static Layer clip(Attributes attributes, List<Long> inputShape) {
        attributes.allow("min", "max");
        double low = attributes.real("min", -Float.MAX_VALUE);
        double high = attributes.real("max", Float.MAX_VALUE);
        if (!(low <= high)) {
            throw attributes.problem("min must not be above max, but they are " + low + " and " + high);
        }
        return new ActivationLayer(new Clip(low, high), inputShape);
    }

    private static Maker activation(Activation activation) {
        return other((attributes, inputShape) -> {
            attributes.allow();
            return new ActivationLayer(activation, inputShape);
        });
    }

    /** An operator with one input that is described by its attributes. */
    private static Maker other(OneInput maker) {
        return (id, spec, inputShapes) -> maker.make(attributes(id, spec), only(id, spec, inputShapes));
    }

    /** An operator with several inputs that is described by its attributes. */
    private static Maker several(SeveralInputs maker) {
        return (id, spec, inputShapes) -> maker.make(attributes(id, spec), inputShapes);
    }

    private static Attributes attributes(LayerId id, LayerSpec spec) {
        if (spec instanceof LayerSpec.Other other) {
            return new Attributes(id, other);
        }
        throw Shapes.problem(id, spec, "must be described by its attributes");
    }

    private static List<Long> only(LayerId id, LayerSpec spec, List<List<Long>> inputShapes) {
        if (inputShapes.size() != 1) {
            throw Shapes.problem(id, spec, "it has one input but reads " + inputShapes.size());
        }
        return inputShapes.get(0);
    }

    @FunctionalInterface
    private interface Maker {
        Layer make(LayerId id, LayerSpec spec, List<List<Long>> inputShapes);
    }

    @FunctionalInterface
    private interface OneInput {
        Layer make(Attributes attributes, List<Long> inputShape);
    }

    @FunctionalInterface
    private interface SeveralInputs {
        Layer make(Attributes attributes, List<List<Long>> inputShapes);
    }
}
