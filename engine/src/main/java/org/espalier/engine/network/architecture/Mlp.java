package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.KaimingUniform;

/** A multi-layer perceptron: dense layers {@code fc1, fc2, …} with an activation between them. */
public record Mlp(
        @Knob("features of an example, neurons of each hidden layer, and classes: [784, 300, 100, 10]") @Size(min = 2)
        List<@Positive Long> layers,

        @Knob(value = "relu, tanh or sigmoid", otherwise = "relu")
        Activation activation,

        @Knob(value = "ratio of the dropout behind each hidden layer, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "kaiming-uniform")
        Initializer initializer)
        implements Architecture {
    public Mlp {
        layers = List.copyOf(layers);
        requireNonNull(activation, "activation is null");
        requireNonNull(initializer, "initializer is null");
    }

    /** With ReLU, Kaiming's uniform weights and no dropout. */
    public Mlp(List<Long> layers) {
        this(layers, Activation.RELU, 0, new KaimingUniform());
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        if (layers.size() < 2) {
            throw new IllegalArgumentException("layers must have at least two numbers but are " + layers);
        }
        long features = inputShape.stream().reduce(1L, Math::multiplyExact);
        if (layers.get(0) != features) {
            throw new IllegalArgumentException("layers " + layers + " begin with " + layers.get(0)
                    + " features, but the data has " + features + " (" + inputShape + ")");
        }
        if (layers.get(layers.size() - 1) != classes) {
            throw new IllegalArgumentException("layers " + layers + " end with " + layers.get(layers.size() - 1)
                    + " classes, but the data has " + classes);
        }
        GraphBuilder builder = new GraphBuilder(inputShape).flat();
        for (long hidden : layers.subList(1, layers.size() - 1)) {
            builder.add(new Dense(hidden)).add(Operator.of(activation)).dropout(dropout);
        }
        return builder.add(new Dense(classes)).build(classes);
    }
}
