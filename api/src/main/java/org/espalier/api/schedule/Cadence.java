package org.espalier.api.schedule;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;

/**
 * When something is done repeatedly: at {@code start}, then every {@code every}, up to and including {@code end}. The
 * distance may double on the way.
 *
 * @param start the first moment, at least 0
 * @param end the last possible moment, not before {@code start}
 * @param every distance of two moments, at least 1
 * @param doublings moments from which on the distance is twice what it was before, in rising order; none for most
 * @param unit what all of these count
 * @param skipping the probability of letting a due moment pass, as a schedule over the window; dynamic network surgery
 *     makes its revisions rarer that way
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Cadence(long start, long end, long every, List<Long> doublings, Unit unit, Schedule skipping) {
    private static final int MOST_DOUBLINGS = 30;

    /** What a cadence counts. */
    public enum Unit {
        /** Steps of the optimizer. */
        STEPS,
        /** Passes over the training examples. */
        EPOCHS
    }

    public Cadence {
        doublings = List.copyOf(doublings);
        requireNonNull(unit, "unit is null");
        requireNonNull(skipping, "skipping is null");
        if (start < 0 || end < start || every < 1) {
            throw new IllegalArgumentException("a cadence needs 0 <= start <= end and every >= 1, but start is " + start
                    + ", end is " + end + ", every is " + every);
        }
        if (!doublings.stream().sorted().toList().equals(doublings) || doublings.size() > MOST_DOUBLINGS) {
            throw new IllegalArgumentException("a distance doubles at most " + MOST_DOUBLINGS
                    + " times, at moments in rising order, but they are " + doublings);
        }
    }

    /** A cadence whose distance stays. */
    public Cadence(long start, long end, long every, Unit unit, Schedule skipping) {
        this(start, end, every, List.of(), unit, skipping);
    }

    /** Returns a cadence that lets no moment pass. */
    public static Cadence of(long start, long end, long every, Unit unit) {
        return new Cadence(start, end, every, unit, progress -> 0);
    }

    /** Returns whether {@code moment} is one of this cadence's, before any skipping. */
    public boolean due(long moment) {
        return moment >= start && moment <= end && moment == lastUpTo(moment);
    }

    /** Returns the last moment that is due; it completes the window. */
    public long last() {
        return lastUpTo(end);
    }

    /** Returns the last due moment that is not behind {@code moment}, which is not before the start. */
    private long lastUpTo(long moment) {
        long at = start;
        long distance = every;
        for (long doubling : doublings) {
            if (doubling > moment) {
                break;
            }
            // The distance to the next moment is that in force at the last one.
            long before = Math.max(0, doubling - at + distance - 1) / distance;
            long next = at + before * distance;
            if (next > moment) {
                break;
            }
            at = next;
            distance *= 2;
        }
        return at + (moment - at) / distance * distance;
    }
}
