package org.espalier.engine.run;

import org.espalier.api.train.TrainingPlan;

/** How long a training is, counted in steps of its optimizer. */
final class TrainingLength {
    private TrainingLength() {}

    /** Returns into how many batches an epoch is cut. */
    static int batchesPerEpoch(int examples, TrainingPlan plan) {
        return (int) ((examples + plan.batchSize() - 1L) / plan.batchSize());
    }

    /** Returns the steps of an epoch, each of which takes as many batches as the plan accumulates; the last what is left. */
    static long stepsPerEpoch(int batches, TrainingPlan plan) {
        return (batches + (plan.accumulate() - 1L)) / plan.accumulate();
    }

    /** Returns the steps of the whole training. */
    static long steps(long stepsPerEpoch, TrainingPlan plan) {
        return Math.round(plan.epochs() * stepsPerEpoch);
    }
}
