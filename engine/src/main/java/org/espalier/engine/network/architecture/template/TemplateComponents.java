package org.espalier.engine.network.architecture.template;

import java.util.List;
import java.util.function.Supplier;
import org.espalier.api.plugin.Provider;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.Cell;

/** The layers that a network can be written out of, by the names that pipelines use. */
public final class TemplateComponents {
    private TemplateComponents() {}

    /** The options of an operator that has none. */
    record NoOptions() {}

    /** Returns them all. */
    public static List<Provider<?>> providers() {
        return List.of(
                of("dense", "fully connected layer: y = x Wᵀ + b", Dense.class),
                of("conv", "two-dimensional convolution", Convolution.class),
                of("conv-transpose", "two-dimensional transposed convolution", TransposedConvolution.class),
                of("embedding", "rows of a trained table, looked up by whole numbers", Embedding.class),
                of("lstm", "long short-term memory over the steps of a sequence", Cell.LSTM),
                of("gru", "gated recurrent units over the steps of a sequence", Cell.GRU),
                of("batch-norm", "normalizes each channel over the batch", BatchNormalization.class),
                of("layer-norm", "normalizes over the last axis", LayerNormalization.class),
                of("relu", "max(x, 0)", () -> Operator.of(Activation.RELU)),
                of("leaky-relu", "x above zero, a small multiple of it below", LeakyRelu.class),
                of("tanh", "the hyperbolic tangent", () -> Operator.of(Activation.TANH)),
                of("sigmoid", "1 / (1 + exp(−x))", () -> Operator.of(Activation.SIGMOID)),
                of("gelu", "x times the normal distribution's probability below x", () -> Operator.of(Activation.GELU)),
                of("hard-swish", "x times x / 6 + 1/2, kept within 0 and 1", () -> Operator.of(Activation.HARD_SWISH)),
                of("clip", "keeps elements between two bounds", Clip.class),
                of("softmax", "shares that sum to one along the last axis", () -> new Operator("softmax", "Softmax")),
                of("scale", "times a number that is not trained", Scale.class),
                of("dropout", "zeroes elements at random in training", Dropout.class),
                of("max-pool", "the largest element under a window", MaxPool.class),
                of("average-pool", "the mean under a window", AveragePool.class),
                of(
                        "global-max-pool",
                        "the largest element of each channel",
                        () -> new Operator("pool", "GlobalMaxPool")),
                of("global-average-pool", "the mean of each channel", Operator::globalAveragePool),
                of("add", "the sum of all that is read: what closes a residual block", Operator::add),
                of("concat", "all that is read, behind each other along the first axis", Operator::concat),
                of("matmul", "the matrix product of the two that are read", () -> new Operator("matmul", "MatMul")),
                of("pad", "constant elements around an example", Pad.class),
                of("flatten", "all axes of an example as one", Operator::flatten),
                of("reshape", "the same elements in another shape", Reshape.class),
                of("squeeze", "takes axes of extent 1 out", Squeeze.class),
                of("unsqueeze", "puts axes of extent 1 in", Unsqueeze.class),
                of("transpose", "the axes in another order", Transpose.class));
    }

    private static <C extends Record & LayerTemplate> Provider<?> of(String name, String summary, Class<C> template) {
        return Provider.of(LayerTemplate.class, name, summary, template);
    }

    private static Provider<?> of(String name, String summary, Cell cell) {
        return Provider.of(LayerTemplate.class, name, summary, RecurrentOptions.class, options -> options.of(cell));
    }

    private static Provider<?> of(String name, String summary, Supplier<Operator> operator) {
        return Provider.of(LayerTemplate.class, name, summary, NoOptions.class, none -> operator.get());
    }
}
