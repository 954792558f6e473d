package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.model.LayerId;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.BatchNormalization;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Dropout;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;

/**
 * The wide residual networks of Zagoruyko and Komodakis 2016, "Wide Residual Networks": three stages of blocks that normalize
 * before they convolve, {@code width} times as wide as those of He et al., with {@code 6n + 4} convolutions in all, counting
 * those past the first block of each stage.
 */
public record WideResnet(
        @Knob("layers, 6n + 4: 16, 22, 28 or 40") @Min(10) int depth,

        @Knob("how many times as wide as the thin network, whose stages have 16, 32 and 64 filters") @Positive
        long width,

        @Knob(value = "ratio of the dropout between a block's convolutions, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-normal")
        Initializer initializer)
        implements Architecture {
    private static final int STAGES = 3;
    private static final long THIN = 16;

    public WideResnet {
        requireNonNull(initializer, "initializer is null");
        if ((depth - 4) % (2 * STAGES) != 0) {
            throw new IllegalArgumentException("depth must be 6n + 4, such as 16, 22 or 28, but was " + depth);
        }
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape).add("conv1", Convolution.same(THIN, 3, 1, false));
        int blocks = (depth - 4) / (2 * STAGES);
        for (int stage = 0; stage < STAGES; stage++) {
            for (int block = 0; block < blocks; block++) {
                long stride = stage > 0 && block == 0 ? 2 : 1;
                block(builder, "layer" + (stage + 1) + "." + block + ".", (THIN * width) << stage, stride);
            }
        }
        return builder.add("bn", new BatchNormalization())
                .add("relu", Operator.of(Activation.RELU))
                .add("pool", Operator.globalAveragePool())
                .add("flatten", Operator.flatten())
                .add("fc", new Dense(classes))
                .build(classes);
    }

    private void block(GraphBuilder builder, String name, long filters, long stride) {
        LayerId input = builder.last();
        boolean changes = stride > 1 || builder.shape(input).get(0) != filters;
        LayerId normalized = builder.add(name + "bn1", new BatchNormalization())
                .add(name + "relu1", Operator.of(Activation.RELU))
                .last();
        builder.add(name + "conv1", Convolution.same(filters, 3, stride, false))
                .add(name + "bn2", new BatchNormalization())
                .add(name + "relu2", Operator.of(Activation.RELU));
        if (dropout > 0) {
            builder.add(name + "dropout", new Dropout(dropout));
        }
        LayerId residual = builder.add(name + "conv2", Convolution.same(filters, 3, 1, false))
                .last();
        LayerId past = changes
                ? builder.at(normalized)
                        .add(name + "shortcut", new Convolution(filters, 1, stride, 0, 1, 1, false))
                        .last()
                : input;
        builder.add(name + "add", Operator.add(), List.of(residual, past));
    }
}
