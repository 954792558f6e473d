package org.espalier.engine.optimizer;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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
 * Gradient descent with classical momentum: {@code v = momentum · v + g; w −= rate · v}, where {@code g} has the decay added. The
 * learning rate is outside of the velocity, as in PyTorch (Caffe has it inside): a change of the rate acts at once.
 *
 * <p>What decays is said at {@link Optimizer#update}.
 */
public record Momentum(
        @Knob(value = "learning rate before any schedule", otherwise = "0.01") @Positive
        double learningRate,

        @Knob(value = "share of the velocity that is kept from step to step, in [0, 1)", otherwise = "0.9")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double momentum,

        @Knob(value = "weight decay: l2 · w is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l2,

        @Knob(value = "l1 · sign(w) is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l1)
        implements Optimizer {
    private static final String MOMENTUM = "momentum";

    /** Without decay. */
    public Momentum(double learningRate, double momentum) {
        this(learningRate, momentum, 0, 0);
    }

    @Override
    public List<String> slots() {
        return List.of(MOMENTUM);
    }

    @Override
    public void update(
            INDArray weight,
            INDArray gradient,
            Map<String, INDArray> slots,
            double learningRate,
            long step,
            boolean decays) {
        Kernels.of(weight.dataType())
                .descendWithMomentum(
                        weight,
                        gradient,
                        Slots.get(slots, MOMENTUM),
                        learningRate,
                        momentum,
                        false,
                        decays ? new Decay(l1, l2) : Decay.NONE);
    }
}
