package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.BatchNormalization;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.MaxPool;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;

/**
 * The networks of Simonyan and Zisserman 2015, "Very Deep Convolutional Networks", in the form that pruning papers use for
 * CIFAR: convolutions of 3x3, each with batch normalization and ReLU, a pooling behind each stage, then one hidden dense layer
 * of 512 in place of two of 4096. The convolutions keep their biases, as PyTorch's models do.
 */
public record Vgg(
        @Knob(
                value =
                        "layers of the paper's configurations A, B, D and E, which have two hidden dense layers: 11, 13, 16 or"
                                + " 19; 0 for 16, or for what widths say",
                otherwise = "0")
        @PositiveOrZero
        int depth,

        @Knob(
                value =
                        "filters of each convolution, stage by stage, a pooling behind each stage: [[32, 32], [64, 64]]",
                otherwise = "[]")
        List<List<Long>> widths,

        @Knob(value = "whether batch normalization stands behind every layer but the last", otherwise = "true")
        boolean batchNorm,

        @Knob(value = "neurons of each hidden dense layer; empty for none", otherwise = "[512]")
        List<@Positive Long> classifier,

        @Knob(value = "ratio of the dropout behind each hidden dense layer, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-normal")
        Initializer initializer)
        implements Architecture {
    private static final int USUAL_DEPTH = 16;

    /** How many convolutions each of the five stages has, by depth. */
    private static final Map<Integer, List<Integer>> CONVOLUTIONS = new TreeMap<>(Map.of(
            11, List.of(1, 1, 2, 2, 2),
            13, List.of(2, 2, 2, 2, 2),
            16, List.of(2, 2, 3, 3, 3),
            19, List.of(2, 2, 4, 4, 4)));

    private static final List<Long> FILTERS = List.of(64L, 128L, 256L, 512L, 512L);

    public Vgg {
        widths = widths.stream().map(List::copyOf).toList();
        classifier = List.copyOf(classifier);
        requireNonNull(initializer, "initializer is null");
        if (depth != 0 && !widths.isEmpty()) {
            throw new IllegalArgumentException("'depth' and 'widths' say the same thing twice; leave one out");
        }
        if (depth != 0 && !CONVOLUTIONS.containsKey(depth)) {
            throw new IllegalArgumentException("depth must be one of " + CONVOLUTIONS.keySet() + " but was " + depth
                    + "; give 'widths' for another one");
        }
        if (widths.stream().anyMatch(stage -> stage.isEmpty() || stage.stream().anyMatch(filters -> filters < 1))) {
            throw new IllegalArgumentException(
                    "each stage of 'widths' must list at least one number of filters above 0, but they are " + widths);
        }
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape);
        for (List<Long> stage : stages()) {
            for (long filters : stage) {
                activated(builder.add(Convolution.same(filters, 3, 1, true)));
            }
            builder.add(new MaxPool(2));
        }
        builder.flat();
        for (long units : classifier) {
            activated(builder.add(new Dense(units))).dropout(dropout);
        }
        return builder.add(new Dense(classes)).build(classes);
    }

    private List<List<Long>> stages() {
        if (!widths.isEmpty()) {
            return widths;
        }
        List<Integer> convolutions = CONVOLUTIONS.getOrDefault(depth == 0 ? USUAL_DEPTH : depth, List.of());
        return IntStream.range(0, convolutions.size())
                .mapToObj(stage -> Collections.nCopies(convolutions.get(stage), FILTERS.get(stage)))
                .toList();
    }

    private GraphBuilder activated(GraphBuilder builder) {
        if (batchNorm) {
            builder.add(new BatchNormalization());
        }
        return builder.add(Operator.of(Activation.RELU));
    }
}
