package org.espalier.engine.network;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.template.Convolution;
import org.espalier.engine.network.template.Dense;
import org.espalier.engine.network.template.MaxPool;
import org.espalier.engine.network.template.Operator;

/**
 * LeNet-5 as Caffe has it and pruning papers mean it, 20-50-500-10: two convolutions of 5x5 without activation, each with a
 * max pooling of 2, then dense layers of 500 and 10 with an activation between. Not LeCun's of 1998, which has 6-16-120-84-10.
 */
public record Lenet5(
        @Knob(value = "relu, tanh or sigmoid, between the dense layers", otherwise = "relu")
        Activation activation,

        @Knob(value = "ratio of the dropout behind the hidden dense layer, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn; lecun-uniform is what Caffe calls xavier", otherwise = "lecun-uniform")
        Initializer initializer)
        implements Architecture {
    public Lenet5 {
        requireNonNull(activation, "activation is null");
        requireNonNull(initializer, "initializer is null");
    }

    /** With ReLU, LeCun's uniform weights and no dropout. */
    public Lenet5() {
        this(Activation.RELU, 0, new LecunUniform());
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        return new GraphBuilder(inputShape)
                .add(new Convolution(20, 5))
                .add(new MaxPool(2))
                .add(new Convolution(50, 5))
                .add(new MaxPool(2))
                .add(Operator.flatten())
                .add(new Dense(500))
                .add(Operator.of(activation))
                .dropout(dropout)
                .add(new Dense(classes))
                .build(classes);
    }
}
