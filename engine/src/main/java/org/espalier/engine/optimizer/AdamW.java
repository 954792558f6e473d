package org.espalier.engine.optimizer;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import org.espalier.api.plugin.Knob;
import org.espalier.api.train.Optimizer;
import org.espalier.engine.kernel.AdamStep;
import org.espalier.engine.kernel.Decay;
import org.espalier.engine.kernel.backend.Kernels;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adam with decoupled weight decay: weights are first multiplied by {@code 1 − rate · weight-decay}, and the means know nothing of
 * it. Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2 as PyTorch has it, with the present
 * learning rate as the schedule's multiplier.
 *
 * <p>What decays is said at {@link Optimizer#update}.
 */
public record AdamW(
        @Knob(value = "learning rate before any schedule", otherwise = "0.001") @Positive
        double learningRate,

        @Knob(value = "decay of the mean gradient, in [0, 1)", otherwise = "0.9")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double beta1,

        @Knob(value = "decay of the mean squared gradient, in [0, 1)", otherwise = "0.999")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        double beta2,

        @Knob(value = "added to the root of the mean squared gradient", otherwise = "1e-8") @Positive
        double epsilon,

        @Knob(value = "decoupled weight decay of weights, multiplied by the learning rate", otherwise = "0.01")
        @PositiveOrZero
        double weightDecay,

        @Knob(value = "l1 · sign(w) is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l1)
        implements Optimizer {
    private static final String MEAN = "mean";
    private static final String SQUARE = "square";

    /** With the usual constants. */
    public AdamW(double learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8, 0.01, 0);
    }

    @Override
    public List<String> slots() {
        return List.of(MEAN, SQUARE);
    }

    @Override
    public boolean countsSteps() {
        return true;
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
                .adam(
                        weight,
                        gradient,
                        Slots.get(slots, MEAN),
                        Slots.get(slots, SQUARE),
                        slots.get(STEPS),
                        new AdamStep(
                                learningRate, beta1, beta2, epsilon, step, decays ? 1 - learningRate * weightDecay : 1),
                        decays ? new Decay(l1, 0) : Decay.NONE);
    }
}
