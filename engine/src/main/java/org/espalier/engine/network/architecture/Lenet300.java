package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.GlorotNormal;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.Pytorch;

/**
 * LeNet-300-100: dense layers of 300 and 100 neurons. LeCun et al. 1998, "Gradient-Based Learning Applied to Document
 * Recognition", section III.C.3, with ReLU in place of the scaled hyperbolic tangent, as pruning papers have it since Han et al.
 * 2015. First weights are Glorot's and biases zero, as Frankle and Carbin 2019 have them; papers whose code is in PyTorch
 * mostly start from {@link Pytorch}.
 */
public record Lenet300(
        @Knob(value = "relu, tanh or sigmoid", otherwise = "relu")
        Activation activation,

        @Knob(value = "ratio of the dropout behind each hidden layer, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "glorot-normal")
        Initializer initializer)
        implements Architecture {
    public Lenet300 {
        requireNonNull(activation, "activation is null");
        requireNonNull(initializer, "initializer is null");
    }

    /** With ReLU, Glorot's normal weights and no dropout. */
    public Lenet300() {
        this(Activation.RELU, 0, new GlorotNormal());
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        GraphBuilder builder = new GraphBuilder(inputShape).flat();
        for (long hidden : List.of(300L, 100L)) {
            builder.add(new Dense(hidden)).add(Operator.of(activation)).dropout(dropout);
        }
        return builder.add(new Dense(classes)).build(classes);
    }
}
