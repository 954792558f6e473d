package org.espalier.plugins.alds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** On examples far from zero, so that what every output has in common is most of it. */
final class PcaMeansTest {
    private static final INDArray EXAMPLES = SmallNetwork.noise(50, 6, 3, 7, 6).addi(1.5);
    private static final Pca PCA = new Pca(1, 6);

    private static SmallNetwork network() {
        var layers = new LinkedHashMap<String, LayerSpec>();
        layers.put("conv1", new Convolution(3, 6, Pair.of(3), Pair.of(2), Pair.of(1), Pair.of(1), 1, true));
        layers.put("relu1", new Other("Relu", Map.of()));
        layers.put("conv2", new Convolution(6, 5, Pair.of(2), Pair.of(1), Pair.of(0), Pair.of(1), 1, false));
        layers.put("flatten", new Other("Flatten", Map.of()));
        layers.put("fc1", new Dense(30, 8, 1, true));
        return SmallNetwork.of(List.of(3L, 7L, 6L), layers);
    }

    private static List<LayerView> factorable(SmallNetwork network) {
        return network.layers().stream().filter(Kernel::has).toList();
    }

    private static List<Choice> ranks(SmallNetwork network, LayerView layer) {
        List<Choice> all = PCA.choices(layer, SmallNetwork.everyChainPays(), new Look(network, EXAMPLES));
        return all.subList(1, all.size());
    }

    private static Chain factorize(SmallNetwork network, LayerView layer, Choice choice) {
        return (Chain) PCA.factorize(layer, choice, new Look(network, EXAMPLES));
    }

    /** Returns what a layer puts out, a row for each feature. */
    private static double[][] observed(SmallNetwork network, LayerView layer) {
        INDArray output = requireNonNull(network.outputs(EXAMPLES).get(layer.id()));
        INDArray byFeature = output.rank() == 4 ? output.permute(1, 0, 2, 3) : output.transpose();
        float[] values = Flat.copy(byFeature.dup('c'));
        int features = (int) output.size(1);
        double[][] rows = new double[features][values.length / features];
        for (int i = 0; i < values.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = values[i];
        }
        return rows;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double[] means(double[][] rows) {
        double[] means = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            means[i] = mean(rows[i]);
        }
        return means;
    }

    @Test
    void meanOutputsAreWhatTheyWere() {
        SmallNetwork network = network();
        for (LayerView layer : factorable(network)) {
            double[] before = means(observed(network, layer));
            assertThat(Arrays.stream(before).map(Math::abs).max().orElseThrow()).isGreaterThan(0.5);
            List<Choice> ranks = ranks(network, layer);
            assertThat(ranks).hasSize(before.length - 1);
            for (Choice choice : ranks) {
                SmallNetwork after = network.replace(layer, factorize(network, layer, choice));
                assertThat(means(observed(after, layer)))
                        .as("%s of %s", choice.label(), layer.id())
                        .containsExactly(before, within(1e-5));
            }
        }
    }

    /** The projected weight with the old bias has other means: it is the bias that makes up for them. */
    @Test
    void theBiasMakesUpForWhatIsConstantInTheComponentsThatAreLost() {
        SmallNetwork network = network();
        for (LayerView layer : factorable(network)) {
            double[] mean = means(observed(network, layer));
            int features = mean.length;
            float[] old = layer.params().size() == 1
                    ? new float[features]
                    : Flat.copy(network.effective(layer.params().get(1).id()));
            double corrected = 0;
            for (Choice choice : ranks(network, layer)) {
                Chain chain = factorize(network, layer, choice);
                float[] bias = Flat.copy(requireNonNull(chain.weights().get(1).get("bias")));
                Matrix components = Oracle.of(
                        Flat.copy(requireNonNull(chain.weights().get(1).get("weight"))), features);
                double[] linear = new double[features];
                for (int i = 0; i < features; i++) {
                    linear[i] = mean[i] - old[i];
                }
                Matrix column = new Matrix(features, 1, linear);
                Matrix kept = components.times(components.transposed().times(column));
                for (int i = 0; i < features; i++) {
                    double lost = linear[i] - kept.get(i, 0);
                    corrected = Math.max(corrected, Math.abs(lost));
                    assertThat(bias[i] - (double) old[i])
                            .as("%s of %s, output %d", choice.label(), layer.id(), i)
                            .isCloseTo(lost, within(1e-5));
                }
            }
            assertThat(corrected).as("the largest correction in %s", layer.id()).isGreaterThan(0.05);
        }
    }

    @Test
    void errorsAreTheShareOfTheVarianceThatOutputsLose() {
        SmallNetwork network = network();
        for (LayerView layer : factorable(network)) {
            double[][] before = observed(network, layer);
            for (Choice choice : ranks(network, layer)) {
                double[][] after = observed(network.replace(layer, factorize(network, layer, choice)), layer);
                double lost = 0;
                double all = 0;
                for (int i = 0; i < before.length; i++) {
                    double mean = mean(before[i]);
                    for (int j = 0; j < before[i].length; j++) {
                        lost += Math.pow(after[i][j] - before[i][j], 2);
                        all += Math.pow(before[i][j] - mean, 2);
                    }
                }
                assertThat(lost / all)
                        .as("%s of %s", choice.label(), layer.id())
                        .isCloseTo(choice.error(), within(1e-5));
            }
        }
    }

    @Test
    void aLayerWithoutABiasGetsOne() {
        SmallNetwork network = network();
        LayerView layer = network.layer("conv2");
        SmallNetwork after = network.replace(
                layer, factorize(network, layer, ranks(network, layer).get(2)));
        assertThat(after.params()).extracting(param -> param.id()).contains(new ParamId(layer.id(), "bias"));
        assertThat(((Convolution) after.compose(layer).layer("conv2").spec()).bias())
                .isTrue();
    }
}
