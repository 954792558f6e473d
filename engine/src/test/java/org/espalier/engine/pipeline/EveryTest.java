package org.espalier.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.espalier.api.schedule.Cadence;
import org.espalier.api.schedule.Progress;
import org.junit.jupiter.api.Test;

final class EveryTest {
    private static Every every(double until, List<Double> doublings) {
        return new Every(100, 0, 0, until, doublings, progress -> 0);
    }

    private static List<Long> due(Cadence cadence, long steps) {
        return LongStream.rangeClosed(1, steps).filter(cadence::due).boxed().toList();
    }

    /** Mostafa and Wang 2019: 100 steps, later 200, 400 and 800. */
    @Test
    void theDistanceDoubles() {
        Cadence cadence = every(1, List.of(0.25, 0.5, 0.75)).over(Progress.of(0, 2000));
        assertThat(due(cadence, 2000)).containsExactly(100L, 200L, 300L, 400L, 500L, 700L, 900L, 1100L, 1500L);
        assertThat(cadence.last()).isEqualTo(1500);
    }

    @Test
    void aDoublingBetweenTwoMomentsCountsFromTheNext() {
        Cadence cadence = every(0.8, List.of(0.125)).over(Progress.of(0, 1000));
        assertThat(due(cadence, 1000)).containsExactly(100L, 200L, 400L, 600L, 800L);
        assertThat(cadence.last()).isEqualTo(800);
    }

    @Test
    void twoDoublingsBetweenTwoMomentsCountOneAfterTheOther() {
        Cadence cadence = every(1, List.of(0.0, 0.0)).over(Progress.of(0, 1000));
        assertThat(due(cadence, 1000)).containsExactly(100L, 500L, 900L);
    }

    @Test
    void withoutDoublingsTheDistanceStays() {
        Cadence cadence = every(0.5, List.of()).over(Progress.of(0, 1000));
        assertThat(due(cadence, 1000)).containsExactly(100L, 200L, 300L, 400L, 500L);
    }

    @Test
    void doublingsRise() {
        assertThatThrownBy(() -> every(1, List.of(0.5, 0.25))).hasMessage("'doublings' must rise but are [0.5, 0.25]");
    }
}
