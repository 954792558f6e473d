package org.espalier.api.schedule;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * When something is done repeatedly: at {@code start}, then every {@code every}, up to and including {@code end}.
 *
 * @param start the first moment, at least 0
 * @param end the last possible moment, not before {@code start}
 * @param every distance of two moments, at least 1
 * @param unit what the three count
 * @param skipping the probability of letting a due moment pass, as a schedule over the window; dynamic network surgery
 *     makes its revisions rarer that way
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Cadence(long start, long end, long every, Unit unit, Schedule skipping) {
    /** What a cadence counts. */
    public enum Unit {
        /** Steps of the optimizer. */
        STEPS,
        /** Passes over the training examples. */
        EPOCHS
    }

    public Cadence {
        requireNonNull(unit, "unit is null");
        requireNonNull(skipping, "skipping is null");
        if (start < 0 || end < start || every < 1) {
            throw new IllegalArgumentException("a cadence needs 0 <= start <= end and every >= 1, but start is " + start
                    + ", end is " + end + ", every is " + every);
        }
    }

    /** Returns a cadence that lets no moment pass. */
    public static Cadence of(long start, long end, long every, Unit unit) {
        return new Cadence(start, end, every, unit, progress -> 0);
    }

    /** Returns whether {@code moment} is one of this cadence's, before any skipping. */
    public boolean due(long moment) {
        return moment >= start && moment <= end && (moment - start) % every == 0;
    }

    /** Returns the last moment that is due; it completes the window. */
    public long last() {
        return start + (end - start) / every * every;
    }
}
