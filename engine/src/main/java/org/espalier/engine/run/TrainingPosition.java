package org.espalier.engine.run;

import static java.util.Objects.requireNonNull;

/**
 * How far a training has come, after one of its steps. The order of examples and all random numbers follow from this and
 * the run's seed.
 *
 * @param epoch the epoch in progress, from 0
 * @param done how many steps of it are done
 * @param step how many steps of the training are done
 * @param tally what was summed up in the epoch
 * @param lastLoss mean loss of the epoch before; NaN in the first one
 * @param clock epochs of the learning-rate schedule that had gone by when the training began
 * @param stopped why a hook ended the training; empty when none did
 */
record TrainingPosition(
        int epoch, int done, long step, Tally.Sums tally, double lastLoss, double clock, String stopped) {
    TrainingPosition {
        requireNonNull(tally, "tally is null");
        requireNonNull(stopped, "stopped is null");
    }

    /**
     * Checks that a training can be here.
     *
     * @param stepsPerEpoch how many steps an epoch of it has
     * @param steps how many it has
     * @throws UnusableCheckpointException when it cannot
     */
    void requireWithin(long stepsPerEpoch, long steps) {
        boolean within = epoch >= 0 && done >= 1 && done <= stepsPerEpoch && step <= steps;
        if (!within || step != epoch * stepsPerEpoch + done) {
            throw new UnusableCheckpointException("it is in step " + step + ", " + done + " of epoch " + epoch
                    + ", of a training of " + steps + " steps with " + stepsPerEpoch + " an epoch");
        }
    }
}
