package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.espalier.api.budget.Target;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskPolicy;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.ParamId;
import org.espalier.api.schedule.Progress;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.TrainingPlan;
import org.espalier.api.train.TrainingPlan.Entry;
import org.espalier.engine.mask.PrunePolicy;
import org.espalier.engine.mask.distribution.GlobalDistribution;
import org.espalier.engine.optimizer.Sgd;
import org.espalier.engine.schedule.CosineSchedule;
import org.espalier.engine.schedule.CubicSchedule;
import org.espalier.engine.schedule.OneShotSchedule;
import org.espalier.testkit.FakeBundle;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeScoring;
import org.espalier.testkit.FakeWorkbench;
import org.espalier.testkit.MaskPolicyContract;
import org.espalier.testkit.StageContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IterativePruningTest {
    private static final ParamId FIRST = ParamId.of("fc1", "weight");
    private static final ParamId SECOND = ParamId.of("fc2", "weight");

    static TrainingPlan plan(double epochs) {
        return new TrainingPlan(
                epochs,
                4,
                new Sgd(0.1, 0, 0),
                new CosineSchedule(),
                0,
                epochs,
                Entry.BEGINNING,
                Double.POSITIVE_INFINITY,
                false,
                List.of(),
                List.of());
    }

    private static MaskPolicy magnitude(double keep, Target.Base of, Schedule schedule, boolean revive) {
        return new PrunePolicy(
                new Saliency.Magnitude(),
                new GlobalDistribution(List.of()),
                FakeBundle::elements,
                schedule,
                keep,
                of,
                1,
                revive,
                0);
    }

    private static MaskPolicy fifthOfTheRest() {
        return magnitude(0.8, Target.Base.ALIVE, new OneShotSchedule(), false);
    }

    @Nested
    final class QualityThreshold implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new IterativePruning.QualityThreshold(0.7);
        }
    }

    @Nested
    final class DeadNeurons implements MaskPolicyContract {
        @Override
        public MaskPolicy policy() {
            return new IterativePruning.DeadNeurons();
        }

        @Test
        void followTheirLastConnection() {
            FakeNetwork network = FakeNetwork.dense(2, 3, 2);
            MaskSet masks = network.ones()
                    .with(FIRST, Mask.of(List.of(3L, 2L), i -> i >= 2)) // nothing reaches neuron 0
                    .with(SECOND, Mask.of(List.of(2L, 3L), i -> i % 3 != 2)); // nothing reads neuron 2
            MaskSet next =
                    policy().next(FakeScoring.of(network).withMasks(masks)).masks();
            assertThat(next.get(FIRST)).isEqualTo(Mask.of(List.of(3L, 2L), i -> i / 2 == 1));
            assertThat(next.get(SECOND)).isEqualTo(Mask.of(List.of(2L, 3L), i -> i % 3 == 1));
        }
    }

    @Nested
    final class PruneAndRetrain implements StageContract {
        @Override
        public Stage stage() {
            return new IterativePruning.PruneAndRetrain(plan(1), fifthOfTheRest(), 2);
        }

        @Test
        void rescalesDropoutByTheRootOfWhatIsLeft(@TempDir Path directory) {
            FakeNetwork network = FakeNetwork.denseWithDropout(0.5, 12, 10, 6);
            FakeWorkbench bench = FakeWorkbench.of(network, directory);
            stage().run(bench);
            double ratio = bench.network().layers().stream()
                    .filter(layer -> layer.spec().kind().equals("Dropout"))
                    .mapToDouble(layer -> (double)
                            ((LayerSpec.Other) layer.spec()).attributes().get("ratio"))
                    .sum();
            assertThat(bench.masks().get(SECOND).alive()).isLessThan(60);
            assertThat(ratio)
                    .isCloseTo(0.5 * Math.sqrt(bench.masks().get(SECOND).density()), within(1e-9));
        }
    }

    /** Zhu and Gupta (2017), eq. 1, from dense to 90 % in ten revisions. */
    @Test
    void gradualPruningIsTheCoresPruneWithTheCubicSchedule() {
        List<Double> sparsity = List.of(0.0, .2439, .4392, .5913, .7056, .7875, .8424, .8757, .8928, .8991, .9);
        MaskPolicy policy = magnitude(0.1, Target.Base.ALL, new CubicSchedule(3), true);
        FakeNetwork network = FakeNetwork.dense(40, 25);
        MaskSet masks = network.ones();
        for (int i = 0; i <= 10; i++) {
            masks = policy.next(FakeScoring.of(network).withMasks(masks).withProgress(Progress.of(i, 10)))
                    .masks();
            assertThat(masks.alive()).isCloseTo(Math.round((1 - sparsity.get(i)) * 1000), within(1L));
        }
    }

    @Nested
    final class LotteryTicket implements StageContract {
        @Override
        public Stage stage() {
            return new IterativePruning.LotteryTicket(
                    plan(0), plan(1), fifthOfTheRest(), 3, EnumSet.of(Part.WEIGHTS, Part.LEARNING_RATE));
        }

        @Test
        void keepsFourFifthsARoundAndTheEarlyWeights(@TempDir Path directory) {
            FakeNetwork network = FakeNetwork.dense(40, 25);
            FakeWorkbench bench = FakeWorkbench.of(network, directory);
            stage().run(bench);
            assertThat(bench.masks().alive()).isEqualTo(512);
            assertThat(bench.events())
                    .containsSubsequence(
                            "train 0.0 epochs from BEGINNING without []",
                            "take ticket",
                            "train 1.0 epochs from BEGINNING without []",
                            "restore ticket [WEIGHTS, LEARNING_RATE]",
                            "train 1.0 epochs from BEGINNING without []");
        }
    }

    @Nested
    final class LearningRateRewinding implements StageContract {
        @Override
        public Stage stage() {
            return new IterativePruning.LearningRateRewinding(plan(2), 1, fifthOfTheRest(), 2);
        }

        @Test
        void replaysTheEndOfTheDenseSchedule(@TempDir Path directory) {
            FakeWorkbench bench = FakeWorkbench.of(FakeNetwork.mlp(), directory);
            stage().run(bench);
            assertThat(bench.events())
                    .filteredOn(event -> event.startsWith("train "))
                    .containsExactly(
                            "train 2.0 epochs from BEGINNING without []",
                            "train 1.0 epochs from REPLAY without []",
                            "train 1.0 epochs from REPLAY without []");
            TrainingPlan replay = ((IterativePruning.LearningRateRewinding) stage()).replay();
            assertThat(replay.scheduleEpochs()).isEqualTo(2);
            assertThat(replay.freshOptimizer()).isTrue();
        }
    }

    @Nested
    final class BeforeTraining implements StageContract {
        @Override
        public Stage stage() {
            return inRounds(2);
        }

        private static Stage inRounds(int rounds) {
            return new IterativePruning.BeforeTraining(new Saliency.SynFlow(), FakeBundle::elements, 0.1, rounds);
        }

        @Test
        void reachesItsShareInManyRounds(@TempDir Path directory) {
            FakeWorkbench bench = FakeWorkbench.of(FakeNetwork.dense(40, 25), directory);
            inRounds(20).run(bench);
            assertThat(bench.masks().alive()).isEqualTo(100);
            assertThat(bench.events())
                    .filteredOn(event -> event.startsWith("commit"))
                    .hasSize(20);
        }
    }
}
