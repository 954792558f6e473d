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
 * Adam: steps along the mean gradient over the root of the mean squared gradient, both corrected for having started at zero.
 * Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1; {@code ε} is added to the corrected root. Weight
 * decay is part of the gradient and so of both means; {@link AdamW} keeps it apart. Both means of each element are corrected by
 * the steps that it made itself, so that a weight which is grown later begins as the others did.
 *
 * <p>What decays is said at {@link Optimizer#update}.
 */
public record Adam(
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

        @Knob(value = "weight decay: l2 · w is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l2,

        @Knob(value = "l1 · sign(w) is added to the gradient of weights", otherwise = "0") @PositiveOrZero
        double l1)
        implements Optimizer {
    private static final String MEAN = "mean";
    private static final String SQUARE = "square";

    /** With the usual constants and without decay. */
    public Adam(double learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8, 0, 0);
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
                        new AdamStep(learningRate, beta1, beta2, epsilon, step, 1),
                        decays ? new Decay(l1, l2) : Decay.NONE);
    }
}
