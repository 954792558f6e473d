package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.espalier.api.data.DataException;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.format.ModelImage;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.Tensors;
import org.espalier.engine.format.Safetensors;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.KaimingNormal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The running statistics of batch normalization, wherever a network's weights are kept, copied or replaced. */
final class StatisticsTest {
    private static final ParamId WEIGHT = ParamId.of("fc", "weight");
    private static final ParamId MEAN = ParamId.of("bn", "mean");
    private static final ParamId VARIANCE = ParamId.of("bn", "variance");

    /** A dense layer from three to two, dropout and batch normalization. */
    private static LiveNetwork live() {
        var network = new Network(new Graph(
                List.of(3L),
                List.of(
                        new Graph.Node(new LayerId("fc"), new Dense(3, 2, 1, true), List.of(NetworkView.INPUT)),
                        new Graph.Node(
                                new LayerId("drop"),
                                new Other("Dropout", Map.of("ratio", 0.5)),
                                List.of(new LayerId("fc"))),
                        new Graph.Node(
                                new LayerId("bn"),
                                new Other("BatchNormalization", Map.of()),
                                List.of(new LayerId("drop"))))));
        network.initialize(new KaimingNormal(), id -> new Random(5));
        return new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
    }

    private static INDArray statistic(LiveNetwork live, ParamId id) {
        return live.running().get(id);
    }

    private static Tensors statistics(float mean, float variance) {
        return new Tensors(
                Map.of(MEAN, Nd4j.createFromArray(mean, mean), VARIANCE, Nd4j.createFromArray(variance, variance)));
    }

    @Test
    void theyStandInTheModelFile(@TempDir Path folder) throws Exception {
        LiveNetwork live = live();
        live.setWeights(statistics(3, 7));
        var image = new ModelImage(live.layers(), live.inputShape(), live.running(), live.masks(), Map.of());
        Path file = folder.resolve("model.safetensors");
        new Safetensors().write(image, file);
        ModelImage back = new Safetensors().read(file);
        assertThat(back.layers()).isEqualTo(image.layers());
        assertThat(back.tensors().get(MEAN)).isEqualTo(statistic(live, MEAN));
        assertThat(back.tensors().get(VARIANCE).data().asFloat()).containsExactly(7, 7);
        ModelFit.require(file, live(), back, id -> true);
    }

    @Test
    void replacingAnotherLayerKeepsThem() {
        LiveNetwork live = live();
        live.setWeights(statistics(3, 7));
        live.replace(
                new LayerId("fc"),
                new Chain(
                        List.of(new Dense(3, 1, 1, false), new Dense(1, 2, 1, true)),
                        List.of(
                                Map.of("weight", Nd4j.ones(1, 3)),
                                Map.of("weight", Nd4j.ones(2, 1), "bias", Nd4j.ones(2)))));
        assertThat(statistic(live, MEAN).data().asFloat()).containsExactly(3, 3);
        assertThat(statistic(live, VARIANCE).data().asFloat()).containsExactly(7, 7);
    }

    @Test
    void wrongShapesAreRefused() {
        assertThatThrownBy(() -> live().setWeights(new Tensors(Map.of(MEAN, Nd4j.ones(3)))))
                .hasMessage("weights of 'bn.mean' must be of shape [2] but are [3]");
    }

    @Test
    void recalibrationIsTheMeanOverBatchesWithoutDropout() {
        LiveNetwork live = live();
        live.setWeights(statistics(3, 7));
        INDArray weight = live.effective(WEIGHT).dup('c');
        var random = new Random(1);
        List<INDArray> batches = List.of(noise(random, 8), noise(random, 8), noise(random, 5));
        live.recalibrate(batches);
        double[] mean = new double[2];
        double[] variance = new double[2];
        for (INDArray batch : batches) {
            INDArray flowing = batch.mmul(weight.transpose());
            for (int channel = 0; channel < 2; channel++) {
                INDArray column = flowing.getColumn(channel).dup();
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < column.length(); i++) {
                    sum += column.getDouble(i);
                }
                double own = sum / column.length();
                for (int i = 0; i < column.length(); i++) {
                    squares += Math.pow(column.getDouble(i) - own, 2);
                }
                mean[channel] += own / batches.size();
                variance[channel] += squares / (column.length() - 1) / batches.size();
            }
        }
        for (int channel = 0; channel < 2; channel++) {
            assertThat(statistic(live, MEAN).getDouble(channel)).isCloseTo(mean[channel], within(1e-5));
            assertThat(statistic(live, VARIANCE).getDouble(channel)).isCloseTo(variance[channel], within(1e-5));
        }
        assertThat(live.effective(WEIGHT)).isEqualTo(weight);
    }

    @Test
    void everythingThatDoesNotFitIsSaidAtOnce() {
        LiveNetwork live = live();
        var held = new LinkedHashMap<ParamId, INDArray>();
        held.put(WEIGHT, Nd4j.ones(2, 4));
        held.put(ParamId.of("fc", "biass"), Nd4j.ones(2));
        var image = new ModelImage(List.of(), List.of(), new Tensors(held), MaskSet.none(), Map.of());
        assertThatThrownBy(() -> ModelFit.require(Path.of("other.safetensors"), live, image, id -> true))
                .isInstanceOf(DataException.class)
                .hasMessage("'other.safetensors' does not fit the network of 'model':"
                        + " it has 'fc.weight' in shape [2, 4] where the network has [2, 3];"
                        + " it has no 'fc.bias' [2] (nearest: fc.biass);"
                        + " it has no 'bn.scale' [2]; it has no 'bn.shift' [2];"
                        + " it has no 'bn.mean' [2]; it has no 'bn.variance' [2];"
                        + " it has 'fc.biass' [2], which the network has not (nearest: fc.bias)."
                        + " If only names differ, map them with 'names'; what is not to be loaded goes under 'except'");
    }

    private static INDArray noise(Random random, int count) {
        float[] values = new float[count * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', count, 3);
    }
}
