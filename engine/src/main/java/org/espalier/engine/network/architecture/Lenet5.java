package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.Optional;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.MaxPool;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.LecunUniform;

/**
 * LeNet-5 as Caffe has it and pruning papers mean it, 20-50-500-10: two convolutions of 5x5 without activation, each with a
 * max pooling of 2, then dense layers of 500 and 10 with an activation between. Not LeCun's of 1998, which has 6-16-120-84-10.
 * Networks of this name in PyTorch, such as those of Liu et al. 2020 (DST) and Dettmers and Zettlemoyer 2019, mostly have ReLU behind
 * the convolutions: {@code convolution-activation: relu}.
 */
public record Lenet5(
        @Knob(value = "relu, tanh or sigmoid, between the dense layers", otherwise = "relu")
        Activation activation,

        @Knob(value = "what follows each convolution: none, relu, tanh or sigmoid", otherwise = "none")
        ConvolutionActivation convolutionActivation,

        @Knob(value = "ratio of the dropout behind the hidden dense layer, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn; lecun-uniform is what Caffe calls xavier", otherwise = "lecun-uniform")
        Initializer initializer)
        implements Architecture {
    public Lenet5 {
        requireNonNull(activation, "activation is null");
        requireNonNull(convolutionActivation, "convolutionActivation is null");
        requireNonNull(initializer, "initializer is null");
    }

    /** With ReLU between dense layers, LeCun's uniform weights and no dropout. */
    public Lenet5() {
        this(Activation.RELU, ConvolutionActivation.NONE, 0, new LecunUniform());
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape);
        for (int filters : new int[] {20, 50}) {
            builder.add(new Convolution(filters, 5));
            convolutionActivation.operator().ifPresent(builder::add);
            builder.add(new MaxPool(2));
        }
        return builder.add(Operator.flatten())
                .add(new Dense(500))
                .add(Operator.of(activation))
                .dropout(dropout)
                .add(new Dense(classes))
                .build(classes);
    }

    /** What follows a convolution. */
    public enum ConvolutionActivation {
        NONE,
        RELU,
        TANH,
        SIGMOID;

        private Optional<Operator> operator() {
            return this == NONE ? Optional.empty() : Optional.of(Operator.of(Activation.valueOf(name())));
        }
    }
}
