package org.espalier.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.model.Axis;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.junit.jupiter.api.Test;

/** Mean, variance and range over 100,000 draws; fan-in is 20 · 5 · 5 = 500, fan-out 200 · 5 · 5 = 5,000. */
final class InitializersTest {
    private static final ParamInfo CONVOLUTION = new ParamInfo(
            ParamId.of("conv", "weight"),
            List.of(200L, 20L, 5L, 5L),
            List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
            true);

    @Test
    void kaiming() {
        checkUniform(new KaimingUniform(), 2.0 / 500);
        checkUniform(new KaimingUniform(Math.sqrt(5)), 1.0 / 3 / 500);
        checkNormal(new KaimingNormal(), 2.0 / 500);
    }

    @Test
    void glorot() {
        checkUniform(new GlorotUniform(), 2.0 / 5500);
        checkNormal(new GlorotNormal(), 2.0 / 5500);
    }

    @Test
    void lecun() {
        checkUniform(new LecunUniform(), 1.0 / 500);
        checkNormal(new LecunNormal(), 1.0 / 500);
    }

    @Test
    void pytorchsDefaultIsWithinOneOverTheRootOfFanIn() {
        float[] values = new KaimingUniform(Math.sqrt(5)).draw(CONVOLUTION, new SplittableRandom(1));
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.999 / Math.sqrt(500), 1 / Math.sqrt(500));
    }

    @Test
    void constant() {
        assertThat(new Constant(0.25).draw(CONVOLUTION, new SplittableRandom(1)))
                .hasSize(100_000)
                .containsOnly(0.25f);
    }

    private static void checkUniform(Initializer initializer, double variance) {
        float[] values = initializer.draw(CONVOLUTION, new SplittableRandom(1));
        checkMoments(values, variance);
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo((float) Math.sqrt(3 * variance));
        }
    }

    private static void checkNormal(Initializer initializer, double variance) {
        float[] values = initializer.draw(CONVOLUTION, new SplittableRandom(1));
        checkMoments(values, variance);
        double fourth = 0;
        for (float value : values) {
            fourth += Math.pow(value, 4) / values.length;
        }
        assertThat(fourth / (variance * variance)).as("kurtosis").isCloseTo(3, within(0.1));
    }

    private static void checkMoments(float[] values, double variance) {
        assertThat(values).hasSize(100_000);
        double mean = 0;
        double square = 0;
        for (float value : values) {
            mean += value / (double) values.length;
            square += value * (double) value / values.length;
        }
        assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(variance / values.length)));
        assertThat(square / variance).isCloseTo(1, within(0.02));
    }
}
