package org.espalier.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    private static final List<Schedule> COMPLETING = List.of(
            new OneShotSchedule(),
            new LinearSchedule(),
            new CubicSchedule(3),
            new CubicSchedule(0.5),
            new ExponentialSchedule(0.02),
            new StepwiseSchedule(7),
            new CosineSchedule());
    private static final List<Schedule> OTHERS = List.of(
            new ConstantSchedule(),
            new StepSchedule(2, List.of(), 0.1),
            new StepSchedule(0, List.of(3.0, 8.0), 0.5),
            new WarmUpSchedule(4, 0, new ConstantSchedule()),
            new WarmUpSchedule(0, 0.1, new CosineSchedule()));

    /** Zhu and Gupta's cubic sparsity from 0 to 0.9 in ten revisions. */
    @Test
    void cubicMeetsTheReference() {
        double[] expected = {0, .2439, .4392, .5913, .7056, .7875, .8424, .8757, .8928, .8991, .9};
        for (int t = 0; t <= 10; t++) {
            assertThat(0.9 * new CubicSchedule(3).at(Progress.of(t, 10))).isCloseTo(expected[t], within(1e-12));
        }
    }

    @Test
    void exponentialTakesTheSameShareEachTime() {
        Schedule schedule = new ExponentialSchedule(Math.pow(0.8, 10));
        for (int t = 0; t <= 10; t++) {
            double keep = 1 + (Math.pow(0.8, 10) - 1) * schedule.at(Progress.of(t, 10));
            assertThat(keep).isCloseTo(Math.pow(0.8, t), within(1e-12));
        }
    }

    /** A learning rate of 0.5 that is 0.8 of what it was after each of 20 epochs, as the final rate is the ratio of the first. */
    @Test
    void exponentialIsOfEqualFactorsBetweenValuesOfItsRatio() {
        Schedule schedule = new ExponentialSchedule(0.0115);
        for (int epoch = 0; epoch <= 20; epoch++) {
            double rate = 0.5 + (5.75e-3 - 0.5) * schedule.at(Progress.of(epoch, 20));
            assertThat(rate).isCloseTo(0.5 * Math.pow(0.0115, epoch / 20.0), within(1e-12));
        }
    }

    /** RigL's drop fraction over 25,000 steps. */
    @Test
    void cosineMeetsTheReference() {
        long[] steps = {0, 100, 5000, 12_500, 20_000, 25_000};
        double[] expected = {.3, .299988, .271353, .15, .028647, 0};
        for (int i = 0; i < steps.length; i++) {
            double fraction = 0.3 * (1 - new CosineSchedule().at(Progress.of(steps[i], 25_000)));
            assertThat(fraction).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void stepwiseJumpsEqually() {
        Schedule schedule = new StepwiseSchedule(4);
        assertThat(IntStream.rangeClosed(0, 8).mapToDouble(t -> schedule.at(Progress.of(t, 8))))
                .containsExactly(0.0, 0.0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1.0);
    }

    @Test
    void stepDropsAtItsEpochs() {
        Schedule schedule = new StepSchedule(0, List.of(80.0, 120.0), 0.1);
        assertThat(rate(schedule, 79.99)).isCloseTo(1, within(1e-12));
        assertThat(rate(schedule, 80)).isCloseTo(0.1, within(1e-12));
        assertThat(rate(schedule, 160)).isCloseTo(0.01, within(1e-12));
        Schedule periodic = new StepSchedule(30, List.of(), 0.5);
        assertThat(rate(periodic, 29.9)).isCloseTo(1, within(1e-12));
        assertThat(rate(periodic, 90)).isCloseTo(0.125, within(1e-12));
    }

    @Test
    void warmUpComesUpThenFollowsOnItsOwnTime() {
        Schedule schedule = new WarmUpSchedule(5, 0, new StepSchedule(0, List.of(80.0), 0.1));
        assertThat(rate(schedule, 0)).isZero();
        assertThat(rate(schedule, 2.5)).isCloseTo(0.5, within(1e-12));
        assertThat(rate(schedule, 5)).isCloseTo(1, within(1e-12));
        assertThat(rate(schedule, 80)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepSchedule(2, List.of(3.0), 0.1))
                .withMessage(
                        "a step schedule needs either 'every-epochs' or 'at', but has every-epochs 2.0 and at [3.0]");
        assertThatIllegalArgumentException().isThrownBy(() -> new StepSchedule(0, List.of(), 0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WarmUpSchedule(0, 0, new ConstantSchedule()))
                .withMessage(
                        "a warm-up needs either 'epochs' or 'fraction' above 0, but has epochs 0.0 and fraction 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ExponentialSchedule(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StepwiseSchedule(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new CubicSchedule(0));
    }

    @Property(tries = 300)
    void staysInRangeAndIsPure(@ForAll @IntRange(min = 0, max = 1000) int step) {
        Progress progress = new Progress(step, 1000, step / 100.0, 10);
        for (Schedule schedule : IntStream.of(0, 1)
                .mapToObj(i -> i == 0 ? COMPLETING : OTHERS)
                .flatMap(List::stream)
                .toList()) {
            assertThat(schedule.at(progress)).as(schedule.toString()).isBetween(0.0, 1.0);
            assertThat(schedule.at(progress)).isEqualTo(schedule.at(progress));
        }
    }

    @Property(tries = 300)
    void neverFallsWhereItCompletes(
            @ForAll @IntRange(min = 0, max = 1000) int one, @ForAll @IntRange(min = 0, max = 1000) int other) {
        for (Schedule schedule : COMPLETING) {
            double earlier = schedule.at(Progress.of(Math.min(one, other), 1000));
            double later = schedule.at(Progress.of(Math.max(one, other), 1000));
            assertThat(later).as(schedule.toString()).isGreaterThanOrEqualTo(earlier);
        }
    }

    @Test
    void endsAtOneWhereItCompletes() {
        for (Schedule schedule : COMPLETING) {
            assertThat(schedule.completes()).isTrue();
            assertThat(schedule.at(Progress.of(10, 10))).isEqualTo(1);
            assertThat(schedule.at(Progress.DONE)).isEqualTo(1);
        }
        assertThat(OTHERS).noneMatch(Schedule::completes);
    }

    private static double rate(Schedule schedule, double epoch) {
        return 1 - schedule.at(new Progress((long) (epoch * 10), 1600, epoch, 160));
    }
}
