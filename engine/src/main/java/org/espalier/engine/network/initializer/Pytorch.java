package org.espalier.engine.network.initializer;

import java.util.random.RandomGenerator;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Cell;

/**
 * Weights and biases as PyTorch's layers draw them by default (the {@code reset_parameters} of its modules). Dense and convolution
 * layers: {@code U(±1/√fan-in)} for weights (Kaiming-uniform with {@code a = √5}) and biases. LSTM and GRU: {@code U(±1/√hidden)} for
 * everything, the biases of forget gates too. Tables that rows are looked up in: {@code N(0, 1)}.
 *
 * <p>PyTorch's LSTM and GRU add two biases where there is one here, drawn like either of the two; and its layers of attention, which
 * here are made of dense ones, draw otherwise.
 */
public record Pytorch() implements Initializer {
    @Override
    public float[] draw(LayerView layer, ParamInfo info, RandomGenerator random) {
        if (layer.spec().kind().equals("Gather")) {
            return Fans.normal(info, random, 1);
        }
        return Fans.uniform(info, random, 1 / Math.sqrt(added(layer)));
    }

    @Override
    public boolean biases() {
        return true;
    }

    /** Returns what stands under the root: the number of hidden units, or of weights that one output adds up. */
    private static double added(LayerView layer) {
        if (recurrent(layer.spec().kind())) {
            return layer.outputShape().get(layer.outputShape().size() - 1);
        }
        return layer.params().stream()
                .filter(param -> param.shape().size() > 1)
                .mapToDouble(Fans::in)
                .findFirst()
                .orElseThrow();
    }

    private static boolean recurrent(String kind) {
        return kind.equals(Cell.LSTM.name()) || kind.equals(Cell.GRU.name());
    }
}
