package org.espalier.engine.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.train.Optimizer;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingPlan.Entry;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class LearningRateTest {
    private static final Schedule LINEAR = progress -> progress.fraction();

    /** Falls by a half after 80 of 160 epochs and by a half of that after 120. */
    private static final Schedule STEPS =
            progress -> 1 - Math.pow(0.5, (progress.epoch() >= 80 ? 1 : 0) + (progress.epoch() >= 120 ? 1 : 0));

    private record Rate(double learningRate) implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public void update(
                INDArray weight,
                INDArray gradient,
                Map<String, INDArray> slots,
                double learningRate,
                long step,
                boolean decays) {}
    }

    private static TrainingPlan plan(
            double epochs, Schedule schedule, double last, double scheduleEpochs, Entry entry) {
        return new TrainingPlan(
                epochs,
                1,
                new Rate(0.1),
                schedule,
                last,
                scheduleEpochs,
                entry,
                Double.POSITIVE_INFINITY,
                false,
                List.of(),
                List.of());
    }

    @Test
    void ownScheduleRunsFromFirstToLast() {
        var rate = new LearningRate(plan(10, LINEAR, 0.02, 0, Entry.BEGINNING), 7);
        assertThat(rate.at(0, 100)).isEqualTo(0.1);
        assertThat(rate.at(5, 100)).isEqualTo(0.06, within(1e-12));
        assertThat(rate.at(10, 100)).isEqualTo(0.02, within(1e-12));
        assertThat(rate.clockAfter(10)).isEqualTo(10);
    }

    @Test
    void learningRateRewindingReplaysTheLastEpochs() {
        // Renda, Frankle and Carbin 2020: S[T − t .. T) for T = 160, t = 50 begins at epoch 110.
        var rate = new LearningRate(plan(50, STEPS, 0, 160, Entry.REPLAY), 160);
        assertThat(rate.at(0, 10)).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(9.9, 10)).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(10, 10)).isEqualTo(0.025, within(1e-12));
    }

    @Test
    void fineTuningStaysAtTheLastRate() {
        var rate = new LearningRate(plan(50, STEPS, 0, 160, Entry.CONTINUE), 160);
        assertThat(rate.at(0, 10)).isEqualTo(0.025, within(1e-12));
        assertThat(rate.at(50, 10)).isEqualTo(0.025, within(1e-12));
    }

    @Test
    void weightRewindingGoesOnWhereTheSnapshotWasTaken() {
        var rate = new LearningRate(plan(60, STEPS, 0, 160, Entry.CONTINUE), 100);
        assertThat(rate.at(0, 10)).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(20, 10)).isEqualTo(0.025, within(1e-12));
        assertThat(rate.clockAfter(60)).isEqualTo(160);
    }

    @Test
    void replayNeedsTheLengthOfTheWholeSchedule() {
        assertThatThrownBy(() -> plan(50, STEPS, 0, 0, Entry.REPLAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the length of the whole schedule");
    }

    /** A cosine of ten epochs, trained for ten and then again. */
    @Test
    void aTrainingBehindAScheduleThatEndsAtNothingIsRefused() {
        Schedule cosine = progress -> (1 - Math.cos(Math.PI * progress.fraction())) / 2;
        var behind = new LearningRate(plan(5, cosine, 0, 10, Entry.CONTINUE), 10);
        assertThatThrownBy(() -> behind.complain(100, 500, said -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the learning rate is 0 at each of the 500 steps: the schedule, of 10 epochs, is"
                        + " entered after 10 and ends at 0. Begin a schedule of its own with 'schedule-epochs: 0',"
                        + " give the length of all trainings together, or a 'final-learning-rate' above 0");
        var said = new ArrayList<String>();
        new LearningRate(plan(5, cosine, 0, 10, Entry.CONTINUE), 8).complain(100, 500, said::add);
        assertThat(said).hasSize(1).first().asString().startsWith("the learning rate is 0 at the last 300 of 500");
    }

    @Test
    void aTrainingThatGoesOnAtALastRateIsFine() {
        var said = new ArrayList<String>();
        new LearningRate(plan(50, STEPS, 0, 160, Entry.CONTINUE), 160).complain(10, 500, said::add);
        new LearningRate(plan(50, LINEAR, 0, 0, Entry.BEGINNING), 0).complain(10, 500, said::add);
        new LearningRate(plan(0, LINEAR, 0, 10, Entry.CONTINUE), 10).complain(10, 0, said::add);
        assertThat(said).isEmpty();
    }
}
