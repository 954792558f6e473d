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
import org.espalier.engine.network.architecture.template.AveragePool;
import org.espalier.engine.network.architecture.template.BatchNormalization;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Dropout;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;

/**
 * The densely connected networks for CIFAR of Huang et al. 2017, "Densely Connected Convolutional Networks": three dense
 * blocks, in which every layer reads all those before it, with transitions between that halve height and width. With
 * {@code bottleneck} and a {@code compression} of 0.5 it is the paper's DenseNet-BC.
 */
public record Densenet(
        @Knob(value = "layers: 3n + 4, or 6n + 4 with bottlenecks; 22, 40 or 100", otherwise = "22") @Min(7)
        int depth,

        @Knob(value = "channels that each layer adds, the paper's k", otherwise = "12") @Positive
        long growth,

        @Knob(value = "whether a 1x1 convolution to 4k channels comes before each 3x3", otherwise = "false")
        boolean bottleneck,

        @Knob(value = "the share of channels that a transition keeps, the paper's θ; in (0, 1]", otherwise = "1")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("1")
        double compression,

        @Knob(
                value = "ratio of the dropout behind each convolution but the first, in [0, 1); 0 for none",
                otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-normal")
        Initializer initializer)
        implements Architecture {
    private static final int BLOCKS = 3;
    private static final long FIRST_FILTERS = 16;

    public Densenet {
        requireNonNull(initializer, "initializer is null");
        if ((depth - 4) % (BLOCKS * convolutions(bottleneck)) != 0) {
            throw new IllegalArgumentException("depth must be "
                    + (bottleneck ? "6n + 4 with bottlenecks, such as 22, 40 or 100" : "3n + 4, such as 22, 40 or 100")
                    + ", but was " + depth);
        }
    }

    private static int convolutions(boolean bottleneck) {
        return bottleneck ? 2 : 1;
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape)
                .add("conv1", Convolution.same(bottleneck ? 2 * growth : FIRST_FILTERS, 3, 1, false));
        int layers = (depth - 4) / (BLOCKS * convolutions(bottleneck));
        for (int block = 1; block <= BLOCKS; block++) {
            for (int layer = 0; layer < layers; layer++) {
                layer(builder, "block" + block + "." + layer + ".");
            }
            if (block < BLOCKS) {
                transition(builder, "transition" + block + ".");
            }
        }
        return builder.add("bn", new BatchNormalization())
                .add("relu", Operator.of(Activation.RELU))
                .add("pool", Operator.globalAveragePool())
                .add("flatten", Operator.flatten())
                .add("fc", new Dense(classes))
                .build(classes);
    }

    private void layer(GraphBuilder builder, String name) {
        LayerId input = builder.last();
        normalized(builder, name, "1");
        if (bottleneck) {
            builder.add(name + "conv1", new Convolution(4 * growth, 1, 1, 0, 1, 1, false));
            dropout(builder, name + "dropout1");
            normalized(builder, name, "2");
        }
        String last = bottleneck ? "2" : "1";
        builder.add(name + "conv" + last, Convolution.same(growth, 3, 1, false));
        dropout(builder, name + "dropout" + last);
        builder.add(name + "concat", Operator.concat(), List.of(input, builder.last()));
    }

    private void transition(GraphBuilder builder, String name) {
        normalized(builder, name, "");
        long channels = (long) Math.floor(builder.shape(builder.last()).get(0) * compression);
        builder.add(name + "conv", new Convolution(Math.max(1, channels), 1, 1, 0, 1, 1, false));
        dropout(builder, name + "dropout");
        builder.add(name + "pool", new AveragePool(2));
    }

    private static void normalized(GraphBuilder builder, String name, String number) {
        builder.add(name + "bn" + number, new BatchNormalization())
                .add(name + "relu" + number, Operator.of(Activation.RELU));
    }

    private void dropout(GraphBuilder builder, String name) {
        if (dropout > 0) {
            builder.add(name, new Dropout(dropout));
        }
    }
}
