package org.espalier.dist;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How fast work has been going of late, and so how long the rest of it will take. It tells nothing before it knows: the first
 * second is slow while the program warms up, and counts for nothing.
 */
final class Pace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** What was before is another pace: the machine may have been busier then. */
    private final long window;

    private final long began;
    private final Deque<Mark> marks = new ArrayDeque<>();

    private record Mark(long time, double done) {}

    /**
     * Begins to watch.
     *
     * @param now in nanoseconds
     * @param window how long back it looks
     */
    Pace(long now, Duration window) {
        began = now;
        this.window = window.toNanos();
    }

    /** Takes note of how much is done. */
    void at(long now, double done) {
        boolean first = marks.isEmpty() && now - began >= SECOND;
        if (first || (!marks.isEmpty() && now - marks.getLast().time() >= SECOND)) {
            marks.add(new Mark(now, done));
        }
        while (marks.size() > 2 && now - marks.getFirst().time() > window) {
            marks.remove();
        }
    }

    /** Returns how long the rest takes at this pace; empty as long as that is not known. */
    Optional<Duration> left(long now, double done, double whole) {
        Mark from = marks.peekFirst();
        if (from == null || now - from.time() < SECOND || done <= from.done()) {
            return Optional.empty();
        }
        double each = (now - from.time()) / (done - from.done());
        return Optional.of(Duration.ofNanos((long) (each * Math.max(0, whole - done))));
    }
}
