package org.espalier.engine.kernel;

/**
 * The numbers of one Adam step.
 *
 * @param rate learning rate
 * @param beta1 decay of the mean gradient, in [0, 1)
 * @param beta2 decay of the mean squared gradient, in [0, 1)
 * @param epsilon added to the root of the mean squared gradient
 * @param step which step it is, from 1; both means are corrected for having started at zero
 * @param shrink what the weights are multiplied by first: 1, or less with decoupled weight decay
 */
public record AdamStep(double rate, double beta1, double beta2, double epsilon, long step, double shrink) {
    /** Returns what the mean gradient is multiplied by at a step. */
    public double meanCorrection(double at) {
        return 1 / (1 - StrictMath.pow(beta1, at));
    }

    /** Returns what the root of the mean squared gradient is multiplied by at a step. */
    public double rootCorrection(double at) {
        return 1 / Math.sqrt(1 - StrictMath.pow(beta2, at));
    }
}
