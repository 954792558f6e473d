package org.espalier.api.schedule;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * A moment within a window of training.
 *
 * @param step steps done since the window began, in [0, steps]
 * @param steps length of the window in steps, at least 0
 * @param epoch epochs done since the window began; fractions count
 * @param epochs length of the window in epochs
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Progress(long step, long steps, double epoch, double epochs) {
    /** The moment outside of any training: the window is over. */
    public static final Progress DONE = new Progress(0, 0, 0, 0);

    public Progress {
        if (step < 0 || steps < 0 || step > steps) {
            throw new IllegalArgumentException("step " + step + " is not in [0, " + steps + "]");
        }
    }

    /** Returns the moment after {@code step} of {@code steps} steps of one epoch. */
    public static Progress of(long step, long steps) {
        return new Progress(step, steps, steps == 0 ? 0 : (double) step / steps, 1);
    }

    /** Returns how much of the window has gone by, in [0, 1]; an empty window is over. */
    public double fraction() {
        return steps == 0 ? 1 : (double) step / steps;
    }
}
