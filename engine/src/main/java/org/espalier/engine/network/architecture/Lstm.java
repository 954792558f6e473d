package org.espalier.engine.network.architecture;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Cell;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.Initializer;
import org.espalier.engine.network.initializer.Pytorch;

/**
 * Layers of {@link Cell#LSTM} cells and a dense layer; see {@link Sequences} for what it reads. First weights are Glorot's
 * and biases zero, but one in forget gates; {@link Pytorch} draws both within one over the root of the hidden units.
 */
public record Lstm(
        @Knob(value = "hidden units of each layer", otherwise = "128") @Positive
        long units,

        @Knob(value = "layers, one above the other", otherwise = "1") @Positive
        long layers,

        @Knob(value = "whether every step is classified; else the sequence, by its last step", otherwise = "false")
        boolean everyStep,

        @Knob(
                value = "features of the table that whole numbers are looked up in; 0 where features are read",
                otherwise = "0")
        @PositiveOrZero
        long embedding,

        @Knob(value = "ratio of the dropout behind each layer, in [0, 1); 0 for none", otherwise = "0")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double dropout,

        @Knob(value = "how weights are drawn", otherwise = "glorot-uniform")
        Initializer initializer)
        implements Architecture {
    public Lstm {
        requireNonNull(initializer, "initializer is null");
    }

    @Override
    public Graph build(List<Long> inputShape, int classes) {
        return new Sequences(everyStep, embedding).recurrent(inputShape, classes, Cell.LSTM, units, layers, dropout);
    }
}
