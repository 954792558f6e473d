package org.espalier.testkit;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apiguardian.api.API;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.junit.jupiter.api.Test;

/** What every {@link Schedule} keeps; those that do not rise to 1 say so by {@link Schedule#completes()}. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ScheduleContract {
    /** Returns the schedule under test; each call an equal one. */
    Schedule schedule();

    /** The share of the way is a share, at every moment of windows of several lengths. */
    @Test
    default void scheduleStaysBetweenZeroAndOne() {
        moments()
                .forEach(moment ->
                        assertThat(schedule().at(moment)).as("%s", moment).isBetween(0.0, 1.0));
    }

    /** The same moment gives the same number, whoever asked before. */
    @Test
    default void scheduleIsPure() {
        Schedule one = schedule();
        List<Double> forward = moments().stream().map(one::at).toList();
        var backward = new ArrayList<Double>();
        List<Progress> reversed = new ArrayList<>(moments());
        Collections.reverse(reversed);
        reversed.forEach(moment -> backward.add(0, one.at(moment)));
        assertThat(backward).isEqualTo(forward);
        assertThat(moments().stream().map(schedule()::at).toList()).isEqualTo(forward);
    }

    /** What completes ends at 1: at the end of every window, and outside of training. */
    @Test
    default void scheduleThatCompletesEndsAtOne() {
        if (!schedule().completes()) {
            return;
        }
        for (long steps : List.of(1L, 10L, 1000L)) {
            assertThat(schedule().at(window(steps, steps))).isCloseTo(1, within(1e-9));
        }
        assertThat(schedule().at(Progress.DONE)).isCloseTo(1, within(1e-9));
    }

    /** What completes never falls. */
    @Test
    default void scheduleThatCompletesNeverFalls() {
        if (!schedule().completes()) {
            return;
        }
        double before = 0;
        for (long step = 0; step <= 1000; step++) {
            double now = schedule().at(window(step, 1000));
            assertThat(now).as("step %d of 1000", step).isGreaterThanOrEqualTo(before - 1e-12);
            before = now;
        }
    }

    private static List<Progress> moments() {
        var moments = new ArrayList<Progress>();
        moments.add(Progress.DONE);
        for (long steps : List.of(1L, 7L, 1000L)) {
            for (long step = 0; step <= steps; step += Math.max(1, steps / 50)) {
                moments.add(window(step, steps));
            }
            moments.add(window(steps, steps));
        }
        return moments;
    }

    /** A window of ten epochs. */
    private static Progress window(long step, long steps) {
        return new Progress(step, steps, 10.0 * step / steps, 10);
    }
}
