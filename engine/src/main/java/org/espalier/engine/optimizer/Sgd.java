package org.espalier.engine.optimizer;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import org.espalier.api.plugin.Knob;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.kernel.Decay;
import org.espalier.engine.kernel.backend.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stochastic gradient descent: {@code w −= rate · (g + l2 · w + l1 · sign w)}.
 *
 * <p>What decays is said at {@link Optimizer#update}.
 */
public record Sgd(
        @Knob(value = "learning rate before any schedule", otherwise = "0.1") @Positive
        double learningRate,

        @Knob(value = "weight decay: l2 · w is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l2,

        @Knob(value = "l1 · sign(w) is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l1)
        implements Optimizer {
    /** Without decay. */
    public Sgd(double learningRate) {
        this(learningRate, 0, 0);
    }

    @Override
    public List<String> slots() {
        return List.of();
    }

    @Override
    public void update(
            INDArray weight,
            INDArray gradient,
            Map<String, INDArray> slots,
            double learningRate,
            long step,
            boolean decays) {
        Kernels.of(weight.dataType()).descend(weight, gradient, learningRate, decays ? new Decay(l1, l2) : Decay.NONE);
    }
}
