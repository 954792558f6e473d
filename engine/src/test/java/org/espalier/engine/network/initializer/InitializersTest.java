package org.espalier.engine.network.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.architecture.Architecture;
import org.espalier.engine.network.architecture.Gru;
import org.espalier.engine.network.architecture.Layers;
import org.espalier.engine.network.architecture.Lenet300;
import org.espalier.engine.network.architecture.Lstm;
import org.espalier.engine.network.architecture.template.BatchNormalization;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;

/** Mean, variance and range over 100,000 draws; fan-in is 20 · 5 · 5 = 500, fan-out 200 · 5 · 5 = 5,000. */
final class InitializersTest {
    private static final ParamInfo CONVOLUTION = new ParamInfo(
            ParamId.of("conv", "weight"),
            List.of(200L, 20L, 5L, 5L),
            List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
            true);

    private static final LayerView LAYER = new LayerView(
            new LayerId("conv"),
            new LayerSpec.Other("Conv", Map.of()),
            List.of(CONVOLUTION),
            List.of(NetworkView.INPUT),
            List.of(200L, 1L, 1L));

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
        float[] values = new KaimingUniform(Math.sqrt(5)).draw(LAYER, CONVOLUTION, new SplittableRandom(1));
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isBetween(0.999 / Math.sqrt(500), 1 / Math.sqrt(500));
    }

    /** Dense and convolution layers: everything within 1 / root of fan-in, which is 25, 500 and 400. */
    @Test
    void pytorchsConvolutionAndDenseLayers() {
        Network network = new Network(
                new Layers(List.of(new Convolution(20, 5), Operator.flatten(), new Dense(400), new Dense(10)))
                        .build(List.of(1L, 9L, 9L), 10));
        initialize(network, new Pytorch());
        checkUniform(network, "conv1", "weight", 1 / 5.0);
        checkUniform(network, "conv1", "bias", 1 / 5.0);
        checkUniform(network, "fc1", "weight", 1 / Math.sqrt(500));
        checkUniform(network, "fc1", "bias", 1 / Math.sqrt(500));
        checkUniform(network, "fc2", "weight", 1 / Math.sqrt(400));
        checkUniform(network, "fc2", "bias", 1 / Math.sqrt(400));
    }

    /** LSTM and GRU: everything within 1 / root of the hidden units, the weights at the input too. */
    @Test
    void pytorchsRecurrentLayers() {
        for (Architecture architecture :
                List.of(new Lstm(64, 1, false, 0, 0, new Pytorch()), new Gru(64, 1, false, 0, 0, new Pytorch()))) {
            Network network = new Network(architecture.build(List.of(5L, 7L), 10));
            initialize(network, new Pytorch());
            LayerView recurrent = network.layers().get(0);
            assertThat(recurrent.params()).hasSizeGreaterThan(8);
            recurrent.params().forEach(param -> checkUniform(Flat.copy(network.weight(param.id())), 1 / 8.0));
        }
    }

    @Test
    void pytorchsTablesAreNormal() {
        var info = new ParamInfo(ParamId.of("embed", "weight"), List.of(500L, 200L), List.of(Axis.OUT, Axis.IN), true);
        var layer = new LayerView(
                new LayerId("embed"),
                new LayerSpec.Other("Gather", Map.of()),
                List.of(info),
                List.of(NetworkView.INPUT),
                List.of(3L, 200L));
        checkMoments(new Pytorch().draw(layer, info, RandomStreams.brief(1, 2, 3)), 1);
    }

    /** Scales and shifts of normalisations are no biases. */
    @Test
    void pytorchLeavesNormalisationsAsTheyStart() {
        Network network = new Network(
                new Layers(List.of(new Convolution(4, 3), new BatchNormalization(), Operator.flatten(), new Dense(10)))
                        .build(List.of(1L, 9L, 9L), 10));
        initialize(network, new Pytorch());
        List<ParamInfo> params = network.layers().get(1).params();
        assertThat(Flat.copy(network.weight(params.get(0).id()))).containsOnly(1);
        assertThat(Flat.copy(network.weight(params.get(1).id()))).containsOnly(0);
    }

    @Test
    void biasesAreDrawnBesideWeightsOfAnotherInitializer() {
        Network network = new Network(new Lenet300().build(List.of(1L, 20L, 20L), 10));
        initialize(network, new UniformBiases(new Constant(0.5)));
        assertThat(Flat.copy(network.weight(ParamId.of("fc1", "weight")))).containsOnly(0.5f);
        checkUniform(network, "fc1", "bias", 1 / 20.0);
        initialize(network, new Constant(0.5));
        assertThat(Flat.copy(network.weight(ParamId.of("fc1", "bias")))).containsOnly(0);
    }

    private static void initialize(Network network, Initializer initializer) {
        network.initialize(initializer, param -> RandomStreams.of(5, param.toString(), 0));
    }

    private static void checkUniform(Network network, String layer, String name, double bound) {
        checkUniform(Flat.copy(network.weight(ParamId.of(layer, name))), bound);
    }

    /** Within the bound, near it at both ends, and of mean and variance within five standard errors. */
    private static void checkUniform(float[] values, double bound) {
        double variance = bound * bound / 3;
        double mean = 0;
        double square = 0;
        float least = 0;
        float most = 0;
        for (float value : values) {
            mean += value / (double) values.length;
            square += value * (double) value / values.length;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double missed = 20 * bound / values.length;
        assertThat((double) least).isBetween(-bound, missed - bound);
        assertThat((double) most).isBetween(bound - missed, bound);
        assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / values.length)));
        // The variance of x^2 is (1/5 - 1/9) bound^4.
        assertThat(square).isCloseTo(variance, within(5 * bound * bound * Math.sqrt(4.0 / 45 / values.length)));
    }

    @Test
    void constant() {
        assertThat(new Constant(0.25).draw(LAYER, CONVOLUTION, new SplittableRandom(1)))
                .hasSize(100_000)
                .containsOnly(0.25f);
    }

    private static void checkUniform(Initializer initializer, double variance) {
        float[] values = initializer.draw(LAYER, CONVOLUTION, new SplittableRandom(1));
        checkMoments(values, variance);
        for (float value : values) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo((float) Math.sqrt(3 * variance));
        }
    }

    private static void checkNormal(Initializer initializer, double variance) {
        float[] values = initializer.draw(LAYER, CONVOLUTION, new SplittableRandom(1));
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
