package org.espalier.plugins.dst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.espalier.plugins.dst.Masked.ALL;
import static org.espalier.plugins.dst.Masked.INFO;
import static org.espalier.plugins.dst.Masked.latent;
import static org.espalier.plugins.dst.Masked.thresholds;
import static org.espalier.plugins.dst.Masked.weight;

import java.util.SplittableRandom;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.model.Flat;
import org.espalier.testkit.ParameterizationContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TrainableThresholdTest {
    private static final INDArray GRADIENT = Nd4j.createFromArray(new float[][] {{1, 2, -1}, {.5f, 1, -2}});

    private static TrainableThreshold per(Extent extent) {
        return new TrainableThreshold(Surrogate.LONG_TAILED, extent, false, 0.01, true);
    }

    @Nested
    final class OfAnOutput implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return new TrainableThreshold();
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }

        @Test
        void masksAndPullsBackAsPublished() {
            Latent latent = latent(.1f, .3f);
            Parameterization.Effective effective = parameterization().effective(INFO, latent, ALL);
            // .3 − .3 is 0: a tie is masked
            assertThat(effective.mask()).isEqualTo(Mask.of(INFO.shape(), i -> i != 0 && i != 3));
            assertThat(Flat.copy(effective.weight())).containsExactly(0, -.5f, .2f, 0, -.31f, 1.5f);
            Latent pulled = parameterization().pullback(INFO, latent, ALL, GRADIENT);
            assertThat(Flat.copy(pulled.dense()))
                    .containsExactly(new float[] {.09f, 2.4f, -1.32f, .3f, 1.6076f, -2}, within(1e-5f));
            assertThat(thresholds(pulled)).containsExactly(new float[] {.63f, .3076f}, within(1e-5f));
        }

        @Test
        void startsWithEverythingAlive() {
            Latent first = parameterization().start(INFO, weight(), new SplittableRandom(1));
            assertThat(thresholds(first)).containsExactly(0, 0);
            assertThat(parameterization().effective(INFO, first, ALL).mask()).isEqualTo(ALL);
        }
    }

    @Nested
    final class OfAMatrix implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return per(Extent.MATRIX);
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }

        @Test
        void gathersTheGradientsOfAllWeights() {
            Latent latent = latent(.3f);
            float[] byOutput = thresholds(new TrainableThreshold().pullback(INFO, latent(.3f, .3f), ALL, GRADIENT));
            assertThat(thresholds(parameterization().pullback(INFO, latent, ALL, GRADIENT)))
                    .containsExactly(new float[] {byOutput[0] + byOutput[1]}, within(1e-6f));
            assertThat(parameterization().effective(INFO, latent, ALL).mask().alive())
                    .isEqualTo(3);
        }
    }

    @Nested
    final class OfAWeight implements ParameterizationContract {
        @Override
        public Parameterization parameterization() {
            return per(Extent.WEIGHT);
        }

        @Override
        public boolean parameterizationUsesASurrogate() {
            return true;
        }

        @Test
        void givesEachWeightItsOwn() {
            INDArray own = Nd4j.createFromArray(new float[][] {{0, 1, 0}, {1, 0, 1}});
            Latent latent = latent(own);
            assertThat(parameterization().effective(INFO, latent, ALL).mask())
                    .isEqualTo(Mask.of(INFO.shape(), i -> i != 1 && i != 3));
            Latent pulled = parameterization().pullback(INFO, latent, ALL, GRADIENT);
            // − g · w · H(|w| − t): H(.05) = 1.8, H(−.5) = .4, H(.2) = 1.2, H(−.7) = .4, H(.31) = .76, H(.5) = .4
            assertThat(thresholds(pulled))
                    .containsExactly(new float[] {-.09f, .4f, .24f, -.06f, .2356f, 1.2f}, within(1e-5f));
        }
    }

    @Test
    void bringsBackAMatrixThatIsAllButGone() {
        Latent gone = latent(9, 9);
        var masked = new TrainableThreshold();
        assertThat(masked.needsRepair(new int[] {0, 0}, 3)).isTrue();
        Latent mended = masked.repair(INFO, gone, ALL);
        assertThat(masked.effective(INFO, mended, ALL).mask()).isEqualTo(ALL);
        Latent alive = latent(.1f, 9);
        assertThat(masked.needsRepair(new int[] {2, 0}, 3)).isFalse();
        assertThat(masked.repair(INFO, alive, ALL)).isSameAs(alive);
    }

    @Test
    void resetsAtOnePercentAndNotAbove() {
        var masked = new TrainableThreshold();
        assertThat(masked.needsRepair(new int[] {1, 1}, 100)).isTrue();
        assertThat(masked.needsRepair(new int[] {1, 2}, 100)).isFalse();
        assertThat(masked.resettingBelow(0).needsRepair(new int[] {0, 0}, 100)).isFalse();
        assertThat(masked.resettingBelow(0.004).needsRepair(new int[] {1, 1}, 100))
                .isFalse();
    }

    @Test
    void keepsTheLargestWeightOfAFilterThatWouldBeEmpty() {
        TrainableThreshold keeping = new TrainableThreshold().keepingOne();
        assertThat(keeping.needsRepair(new int[] {2, 0}, 3)).isTrue();
        Latent mended = keeping.repair(INFO, latent(.1f, 9), ALL);
        assertThat(keeping.effective(INFO, mended, ALL).mask())
                .isEqualTo(Mask.of(INFO.shape(), i -> i == 1 || i == 2 || i == 5));
        assertThat(thresholds(mended)[0]).isEqualTo(.1f);
        assertThat(thresholds(mended)[1]).isCloseTo(1.5f, within(1e-5f));
    }

    @Test
    void hidesNothingThatIsNotANumber() {
        var masked = new TrainableThreshold();
        float[] weights = {Float.NaN, .5f, .5f, Float.POSITIVE_INFINITY};
        float[] thresholds = {1, Float.NaN, 1, 1};
        masked.forward(weights, thresholds, new float[4], 4);
        assertThat(weights).containsExactly(Float.NaN, Float.NaN, 0, Float.POSITIVE_INFINITY);
        assertThat(masked.forward(Float.NaN, 1, true)).isNaN();
        assertThat(masked.forward(.5f, Float.NaN, true)).isNaN();
    }

    @Test
    void letsThresholdsDecayOnlyWhenAsked() {
        assertThat(new TrainableThreshold().decays("threshold")).isTrue();
        assertThat(new TrainableThreshold(Surrogate.LONG_TAILED, Extent.OUTPUT, false, 0.01, false).decays("threshold"))
                .isFalse();
    }

    @Test
    void refusesToResetAtEverything() {
        assertThatThrownBy(() -> new TrainableThreshold().resettingBelow(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'reset-below' must be in [0, 1) but is 1.0");
    }
}
