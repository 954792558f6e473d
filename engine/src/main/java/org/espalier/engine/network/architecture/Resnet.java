package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.model.LayerId;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.BatchNormalization;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.MaxPool;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.architecture.template.Pad;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;

/**
 * The residual networks for CIFAR of He et al. 2016, "Deep Residual Learning for Image Recognition", section 4.2: a
 * convolution, three stages of {@code n} blocks of two convolutions, {@code 6n + 2} layers in all. Layers have the names of
 * PyTorch's modules: {@code conv1}, {@code layer2.0.bn1}, {@code fc}.
 */
public record Resnet(
        @Knob(value = "layers, 6n + 2: 20, 32, 44, 56 or 110", otherwise = "20") @Min(8)
        int depth,

        @Knob(
                value = "past blocks that change the shape: a subsamples and pads with zero channels, b is a 1x1"
                        + " convolution with batch normalization",
                otherwise = "a")
        Shortcut shortcut,

        @Knob(value = "filters of the first stage; each other has twice as many as the one before", otherwise = "16")
        @Positive
        long width,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-normal")
        Initializer initializer)
        implements Architecture {
    private static final int STAGES = 3;

    /** What goes past a block that changes the shape. */
    public enum Shortcut {
        /** Every second row and column, between channels of zeros: nothing to train. */
        A,
        /** A convolution of 1x1 and batch normalization. */
        B
    }

    public Resnet {
        requireNonNull(shortcut, "shortcut is null");
        requireNonNull(initializer, "initializer is null");
        if ((depth - 2) % (2 * STAGES) != 0) {
            throw new IllegalArgumentException("depth must be 6n + 2, such as 20, 32, 44 or 56, but was " + depth);
        }
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape)
                .add("conv1", Convolution.same(width, 3, 1, false))
                .add("bn1", new BatchNormalization())
                .add("relu", Operator.of(Activation.RELU));
        int blocks = (depth - 2) / (2 * STAGES);
        for (int stage = 0; stage < STAGES; stage++) {
            for (int block = 0; block < blocks; block++) {
                boolean shrinks = stage > 0 && block == 0;
                block(builder, "layer" + (stage + 1) + "." + block + ".", width << stage, shrinks);
            }
        }
        return builder.add("pool", Operator.globalAveragePool())
                .add("flatten", Operator.flatten())
                .add("fc", new Dense(classes))
                .build(classes);
    }

    private void block(GraphBuilder builder, String name, long filters, boolean shrinks) {
        LayerId input = builder.last();
        LayerId residual = builder.add(name + "conv1", Convolution.same(filters, 3, shrinks ? 2 : 1, false))
                .add(name + "bn1", new BatchNormalization())
                .add(name + "relu1", Operator.of(Activation.RELU))
                .add(name + "conv2", Convolution.same(filters, 3, 1, false))
                .add(name + "bn2", new BatchNormalization())
                .last();
        LayerId past = shrinks ? past(builder.at(input), name + "shortcut.", filters) : input;
        builder.add(name + "add", Operator.add(), List.of(residual, past))
                .add(name + "relu2", Operator.of(Activation.RELU));
    }

    private LayerId past(GraphBuilder builder, String name, long filters) {
        return switch (shortcut) {
            case A -> {
                long more = filters - builder.shape(builder.last()).get(0);
                yield builder.add(name + "pool", new MaxPool(1, 2, 0))
                        .add(name + "pad", new Pad(List.of(more / 2, 0L, 0L), List.of(more - more / 2, 0L, 0L)))
                        .last();
            }
            case B ->
                builder.add(name + "conv", new Convolution(filters, 1, 2, 0, 1, 1, false))
                        .add(name + "bn", new BatchNormalization())
                        .last();
        };
    }
}
