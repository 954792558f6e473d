package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerId;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.LayerNormalization;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.architecture.template.Reshape;
import org.espalier.engine.network.architecture.template.Scale;
import org.espalier.engine.network.architecture.template.Transpose;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;

/**
 * A transformer (Vaswani et al. 2017) with normalization in front of each part and trained positions: an encoder that classifies
 * the mean of all steps, or, where every step is classified, a decoder in which each step sees itself and those before it.
 */
public record Transformer(
        @Knob(value = "features of each step within", otherwise = "64") @Positive
        long width,

        @Knob(value = "heads of each attention; they divide the width", otherwise = "4") @Positive
        long heads,

        @Knob(value = "blocks of attention and dense layers", otherwise = "2") @Positive
        long blocks,

        @Knob(value = "features between the two dense layers of a block; 0 for four times the width", otherwise = "0")
        @PositiveOrZero
        long hidden,

        @Knob(value = "whether every step is classified, by itself and those before it", otherwise = "false")
        boolean everyStep,

        @Knob(value = "whether whole numbers are read, and looked up in a trained table", otherwise = "false")
        boolean embedding,

        @Knob(value = "ratio of the dropout behind each part, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "glorot-uniform")
        Initializer initializer)
        implements Architecture {
    public Transformer {
        requireNonNull(initializer, "initializer is null");
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "a width of " + width + " cannot be shared out among " + heads + " heads");
        }
        var sequences = new Sequences(everyStep, embedding ? width : 0);
        GraphBuilder builder = sequences.begin(inputShape, classes);
        if (!embedding) {
            builder.add(new Dense(width));
        }
        builder.add(new Operator("position", "Add", Map.of("trained", 1L)));
        for (int block = 0; block < blocks; block++) {
            LayerId start = builder.last();
            attend(builder.add(new LayerNormalization(1e-5)));
            builder.dropout(dropout).add(Operator.add(), List.of(builder.last(), start));
            LayerId middle = builder.last();
            builder.add(new LayerNormalization(1e-5))
                    .add(new Dense(hidden == 0 ? 4 * width : hidden))
                    .add(Operator.of(Activation.GELU))
                    .add(new Dense(width))
                    .dropout(dropout)
                    .add(Operator.add(), List.of(builder.last(), middle));
        }
        builder.add(new LayerNormalization(1e-5));
        if (!everyStep) {
            meanOfSteps(builder);
        }
        return sequences.end(builder, classes);
    }

    /** Adds attention among the steps of what the last layer gives, {@code [steps, width]}. */
    private void attend(GraphBuilder builder) {
        LayerId source = builder.last();
        long steps = builder.shape(source).get(0);
        long share = width / heads;
        LayerId query = heads(builder, source, steps, share, List.of(2L, 1L, 3L));
        LayerId key = heads(builder, source, steps, share, List.of(2L, 3L, 1L));
        LayerId value = heads(builder, source, steps, share, List.of(2L, 1L, 3L));
        builder.add(new Operator("matmul", "MatMul"), List.of(query, key))
                .add(new Scale(1 / Math.sqrt((double) share)));
        if (everyStep) {
            builder.add(new Operator("causal", "CausalMask"));
        }
        builder.add(new Operator("softmax", "Softmax"));
        builder.add(new Operator("matmul", "MatMul"), List.of(builder.last(), value))
                .add(new Transpose(List.of(2L, 1L, 3L)))
                .add(new Reshape(List.of(steps, width)))
                .add(new Dense(width));
    }

    /** Adds a dense layer whose output is shared out among the heads, with the axes steps, heads and share in some order. */
    private LayerId heads(GraphBuilder builder, LayerId source, long steps, long share, List<Long> order) {
        return builder.add(new Dense(width), List.of(source))
                .add(new Reshape(List.of(steps, heads, share)))
                .add(new Transpose(order))
                .last();
    }

    private void meanOfSteps(GraphBuilder builder) {
        List<Long> shape = builder.shape(builder.last());
        builder.add(new Transpose(List.of(2L, 1L)))
                .add(new Reshape(List.of(shape.get(1), shape.get(0), 1L)))
                .add(Operator.globalAveragePool())
                .flat();
    }
}
