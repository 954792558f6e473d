package org.espalier.engine.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent cell, with its gates in the order in which their arrays stand everywhere: first each gate's weights at the input
 * {@code [hidden, in]}, then each gate's recurrent weights {@code [hidden, hidden]}, then the biases {@code [hidden]}.
 *
 * <p>{@code σ} is the logistic function, {@code W}, {@code R} and {@code b} are a gate's weights, recurrent weights and bias, {@code h} and
 * {@code c} the states, which start at zero.
 */
@SuppressWarnings("ImmutableEnumChecker") // lists that List.of made do not change
public enum Cell {
    /**
     * Long short-term memory (Hochreiter and Schmidhuber 1997, with Gers' forget gate): {@code i, f, o = σ(W x + R h + b)},
     * {@code g = tanh(W x + R h + b)}, {@code c' = f c + i g}, {@code h' = o tanh c'}.
     */
    LSTM(List.of("input", "forget", "cell", "output"), List.of("input", "forget", "cell", "output")),
    /**
     * Gated recurrent unit (Cho et al. 2014) in the form of PyTorch, cuDNN and ONNX's {@code linear_before_reset = 1}:
     * {@code z, r = σ(W x + R h + b)}, {@code n = tanh(W x + b + r (R h + b_recurrent))}, {@code h' = z h + (1 − z) n}.
     */
    GRU(List.of("update", "reset", "candidate"), List.of("update", "reset", "candidate", "recurrent"));

    private final List<String> gates;
    private final List<String> biases;

    Cell(List<String> gates, List<String> biases) {
        this.gates = gates;
        this.biases = biases;
    }

    /** Returns the gates' names. */
    public List<String> gates() {
        return gates;
    }

    /** Returns the biases' names. */
    public List<String> biases() {
        return biases;
    }

    /** Returns the names of all matrices: {@code weight.input, …, recurrent.input, …}. */
    public List<String> matrices() {
        var names = new ArrayList<String>();
        gates.forEach(gate -> names.add("weight." + gate));
        gates.forEach(gate -> names.add("recurrent." + gate));
        return names;
    }

    /** Returns the names of all arrays: {@link #matrices}, then {@code bias.input, …}. */
    public List<String> names() {
        var names = new ArrayList<>(matrices());
        biases.forEach(bias -> names.add("bias." + bias));
        return names;
    }
}
