package org.espalier.engine.run;

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
        int epoch, int done, long step, Tally.Sums tally, double lastLoss, double clock, String stopped) {}
