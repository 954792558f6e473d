package org.espalier.testkit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.espalier.api.data.Batch;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.score.Objective.Cost;
import org.espalier.api.stage.Stage;
import org.espalier.api.train.TrainingHook;
import org.espalier.testkit.FakeNetwork;
import org.espalier.testkit.FakeSession;
import org.espalier.testkit.FakeWorkbench;
import org.espalier.testkit.ParameterizationContract;
import org.espalier.testkit.StageContract;
import org.espalier.testkit.TrainingHookContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class SmallerAndTaughtTest {
    @Nested
    final class FakeQuantization implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new SmallerAndTaught.FakeQuantization(3);
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }

        @Override
        public boolean parameterizationLeavesZeroesAlive() {
            return true;
        }

        @Test
        void roundsToWholeStepsAndLetsGradientsThrough() {
            FakeNetwork network = FakeNetwork.dense(5, 1);
            ParamInfo info = network.param(ParamId.of("fc1", "weight"));
            Latent latent = Latent.of(Flat.array(new float[] {3, -1.4f, 0.6f, 0.4f, 9}, 1, 5));
            Mask mask = Mask.of(info.shape(), i -> i < 4);
            assertThat(Flat.values(
                            parameterization().effective(info, latent, mask).weight()))
                    .containsExactly(3, -1, 1, 0, 0);
            INDArray gradient = Flat.array(new float[] {1, 2, 3, 4, 5}, 1, 5);
            assertThat(Flat.values(parameterization()
                            .pullback(info, latent, mask, gradient)
                            .dense()))
                    .containsExactly(1, 2, 3, 4, 0);
        }
    }

    @Nested
    final class MixedPrecision implements StageContract {
        @Override
        public Stage stage() {
            return new SmallerAndTaught.MixedPrecision(
                    List.of(2, 4, 8), new Budgets.MinMax(), 5, IterativePruningTest.plan(1));
        }

        @Test
        void spendsItsBitsOverLayers(@TempDir Path directory) {
            FakeWorkbench bench = FakeWorkbench.of(FakeNetwork.mlp(), directory);
            stage().run(bench);
            double bits = bench.record().metrics().stream()
                    .filter(row -> row.key().startsWith("bits."))
                    .mapToDouble(row -> row.value() * weights(row.key()))
                    .sum();
            assertThat(bits).isBetween(4.0 * 168, 5.0 * 168);
        }

        private long weights(String key) {
            return FakeNetwork.mlp()
                    .param(ParamId.of(key.substring("bits.".length()), "weight"))
                    .size();
        }
    }

    @Nested
    final class Distillation implements TrainingHookContract {
        @Override
        public TrainingHook hook() {
            return new SmallerAndTaught.Distillation("dense", 0.5, 4);
        }

        @Test
        void itsGradientIsTheDerivativeOfItsLoss() {
            FakeSession session = FakeSession.of(FakeNetwork.dense(3, 4)).keeping("dense");
            var batch = new Batch(Nd4j.ones(1, 3), Nd4j.createFromArray(0));
            INDArray output = Flat.array(new float[] {0.5f, -1, 2, 0.1f}, 1, 4);
            var hook = new SmallerAndTaught.Distillation("dense", 1, 2);
            var none = new Cost(7, output.mul(0));
            INDArray gradient = hook.lossComputed(session, batch, output, none).gradientAtOutput();
            for (int i = 0; i < 4; i++) {
                double slope =
                        (value(hook, session, batch, output, i, 1e-2) - value(hook, session, batch, output, i, -1e-2))
                                / 2e-2;
                assertThat(gradient.getDouble(0, i)).isCloseTo(slope, within(1e-3));
            }
        }

        private double value(TrainingHook hook, FakeSession session, Batch batch, INDArray output, int at, double by) {
            INDArray moved = output.dup('c');
            moved.putScalar(0, at, moved.getDouble(0, at) + by);
            return hook.lossComputed(session, batch, moved, new Cost(0, output.mul(0)))
                    .value();
        }

        @Test
        void aTeacherOfNoWeightChangesNothing() {
            FakeSession session = FakeSession.of(FakeNetwork.dense(3, 4)).keeping("dense");
            var batch = new Batch(Nd4j.ones(2, 3), Nd4j.createFromArray(0, 1));
            var cost = new Cost(7, Nd4j.ones(2, 4));
            Cost used = new SmallerAndTaught.Distillation("dense", 0, 2)
                    .lossComputed(session, batch, Nd4j.ones(2, 4), cost);
            assertThat(used.value()).isEqualTo(7);
            assertThat(used.gradientAtOutput()).isEqualTo(cost.gradientAtOutput());
        }
    }
}
