package org.espalier.plugins.alds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.budget.Choice;
import org.espalier.api.budget.CostModel;
import org.espalier.api.decompose.Decomposition;
import org.espalier.api.decompose.Factorization;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerSpec.Other;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.engine.Engine;
import org.espalier.engine.EngineOptions;
import org.espalier.engine.plugin.PluginDirectory;
import org.espalier.testkit.FakeCosts;
import org.espalier.testkit.PluginJar;
import org.espalier.testkit.engine.Configured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers become chains and chains become layers, in a network with everything that chains have to carry on. */
final class RoundTripTest {
    /** What single precision leaves of a weight that was taken apart and put together. */
    private static final double OF_WEIGHTS = 1e-6;

    /** What it leaves of outputs, behind several layers. */
    private static final double OF_OUTPUTS = 1e-5;

    private static final List<Folding> ALL = List.of(Folding.values());
    private static final INDArray INPUTS = SmallNetwork.noise(100, 3, 4, 11, 9);

    /** None of them is among those that outputs were observed on. */
    private static final INDArray OTHERS = SmallNetwork.noise(200, 3, 4, 11, 9);

    /** Kernels, strides, paddings and dilations that differ between the axes; a convolution with a bias and one without. */
    private static SmallNetwork network() {
        var layers = new LinkedHashMap<String, LayerSpec>();
        layers.put("conv1", new Convolution(4, 8, Pair.of(3), new Pair(2, 1), new Pair(1, 2), new Pair(1, 2), 1, true));
        layers.put("bn1", new Other("BatchNormalization", Map.of()));
        layers.put("relu1", new Other("Relu", Map.of()));
        layers.put(
                "conv2",
                new Convolution(8, 6, new Pair(3, 2), new Pair(1, 2), new Pair(0, 1), new Pair(2, 1), 1, false));
        layers.put("bn2", new Other("BatchNormalization", Map.of()));
        layers.put("relu2", new Other("Relu", Map.of()));
        layers.put("flatten", new Other("Flatten", Map.of()));
        layers.put("fc1", new Dense(60, 5, 1, true));
        return SmallNetwork.of(List.of(4L, 11L, 9L), layers);
    }

    private static List<Choice> factored(
            Decomposition decomposition, SmallNetwork network, LayerView layer, CostModel cost) {
        return decomposition.choices(layer, cost, new Look(network, INPUTS)).stream()
                .filter(choice -> !choice.knobs().isEmpty())
                .toList();
    }

    private static SmallNetwork replace(
            Decomposition decomposition, SmallNetwork network, LayerView layer, Choice choice) {
        return network.replace(layer, decomposition.factorize(layer, choice, new Look(network, INPUTS)));
    }

    /** Returns the dearest choice of each family. */
    private static Collection<Choice> fullRanks(Decomposition decomposition, SmallNetwork network, LayerView layer) {
        var families = new LinkedHashMap<String, Choice>();
        factored(decomposition, network, layer, SmallNetwork.everyChainPays())
                .forEach(choice -> families.put(choice.family(), choice));
        return families.values();
    }

    private static ParamId weight(LayerView layer) {
        return new ParamId(layer.id(), "weight");
    }

    /** Takes each layer apart in each way at full rank, alone and together with the others, and puts it together again. */
    private static void requireSameAtFullRank(
            Decomposition decomposition, int factoredLayers, int waysForAConvolution) {
        SmallNetwork network = network();
        INDArray before = network.run(INPUTS);
        SmallNetwork all = network;
        var replaced = new ArrayList<LayerView>();
        for (LayerView layer : network.layers()) {
            Collection<Choice> full = fullRanks(decomposition, network, layer);
            if (layer.spec() instanceof Convolution) {
                assertThat(full).hasSize(waysForAConvolution);
            }
            for (Choice choice : full) {
                SmallNetwork chain = replace(decomposition, network, layer, choice);
                assertThat(chain.layers().size()).isGreaterThan(network.layers().size());
                assertThat(SmallNetwork.distance(chain.run(INPUTS), before))
                        .as("outputs with %s in the place of %s", choice.label(), layer.id())
                        .isLessThan(OF_OUTPUTS);
                requireSameLayer(chain.compose(layer), network, layer, choice);
            }
            if (!full.isEmpty()) {
                all = replace(decomposition, all, layer, full.iterator().next());
                replaced.add(layer);
            }
        }
        assertThat(replaced).hasSize(factoredLayers);
        assertThat(SmallNetwork.distance(all.run(INPUTS), before)).isLessThan(OF_OUTPUTS);
        for (LayerView layer : replaced) {
            all = all.compose(layer);
        }
        assertThat(all.layers()).isEqualTo(network.layers());
        assertThat(SmallNetwork.distance(all.run(INPUTS), before)).isLessThan(OF_OUTPUTS);
    }

    private static void requireSameLayer(SmallNetwork composed, SmallNetwork network, LayerView layer, Choice choice) {
        assertThat(choice.error()).as(choice.label()).isLessThan(OF_WEIGHTS);
        assertThat(composed.layers()).isEqualTo(network.layers());
        assertThat(SmallNetwork.distance(composed.effective(weight(layer)), network.effective(weight(layer))))
                .as("weight of %s composed of %s", layer.id(), choice.label())
                .isLessThan(OF_WEIGHTS);
        layer.params().stream().skip(1).forEach(bias -> assertThat(composed.effective(bias.id()))
                .isEqualTo(network.effective(bias.id())));
    }

    @ParameterizedTest
    @EnumSource(Folding.class)
    void groupsAtFullRankAreTheLayer(Folding folding) {
        for (int groups : new int[] {1, 2, 4}) {
            requireSameAtFullRank(new Alds(List.of(folding), List.of(groups), ErrorMeasure.EXACT), 3, 1);
        }
    }

    @Test
    void presetsAtFullRankAreTheLayer(@TempDir Path folder) {
        new PluginJar().packing(AldsPlugin.class).writeTo(folder.resolve("alds.jar"));
        var registry = Engine.create(new EngineOptions(List.of(PluginDirectory.named(folder)), folder))
                .registry();
        requireSameAtFullRank(Configured.component(registry, Decomposition.class, "svd"), 3, 1);
        requireSameAtFullRank(Configured.component(registry, Decomposition.class, "spatial-svd"), 3, 2);
        requireSameAtFullRank(Configured.component(registry, Decomposition.class, "tucker"), 2, 1);
    }

    /** Alternating least squares finds a local optimum: what is multiplied out is as far from the layer as was said. */
    @Test
    void canonicalPolyadicsAreAsFarFromTheLayerAsTheySay() {
        SmallNetwork network = network();
        var cp = new Cp(1.3, 512);
        for (String name : List.of("conv1", "conv2")) {
            LayerView layer = network.layer(name);
            List<Choice> choices = factored(cp, network, layer, FakeCosts.parameters());
            assertThat(choices).hasSizeGreaterThan(3);
            for (Choice choice : choices) {
                SmallNetwork composed = replace(cp, network, layer, choice).compose(layer);
                assertThat(SmallNetwork.distance(composed.effective(weight(layer)), network.effective(weight(layer))))
                        .as(choice.label())
                        .isCloseTo(choice.error(), within(1e-5));
            }
        }
    }

    @Test
    void aSumOfProductsIsFoundByCanonicalPolyadics() {
        LayerView layer = network().layer("conv1");
        Matrix filters = Oracle.random(8, 2, 1);
        Matrix channels = Oracle.random(4, 2, 2);
        Matrix positions = Oracle.random(9, 2, 3);
        float[] sum = new float[8 * 4 * 9];
        for (int i = 0; i < sum.length; i++) {
            for (int r = 0; r < 2; r++) {
                sum[i] += (float) (filters.get(i / 36, r) * channels.get(i / 9 % 4, r) * positions.get(i % 9, r));
            }
        }
        SmallNetwork network = network().with(weight(layer), sum);
        var cp = new Cp(1.3, 512);
        Choice two = factored(cp, network, layer, FakeCosts.parameters()).stream()
                .filter(choice -> choice.knobs().get(SubsetChoice.RANK) == 2)
                .findFirst()
                .orElseThrow();
        SmallNetwork chain = replace(cp, network, layer, two);
        assertThat(SmallNetwork.distance(
                        chain.compose(layer).effective(weight(layer)), network.effective(weight(layer))))
                .isLessThan(1e-3);
        assertThat(SmallNetwork.distance(chain.run(INPUTS), network.run(INPUTS)))
                .isLessThan(1e-2);
    }

    /** One rank is always lost; where a filter is the sum of two others, nothing is lost with it. */
    @Test
    void principalComponentsOfOutputsThatDependOnEachOtherAreTheLayer() {
        LayerView layer = network().layer("conv1");
        float[] weights = network().effective(weight(layer)).dup('c').data().asFloat();
        int each = weights.length / 8;
        for (int i = 0; i < each; i++) {
            weights[7 * each + i] = weights[i] + weights[2 * each + i];
        }
        SmallNetwork network = network().with(weight(layer), weights);
        var pca = new Pca(1, 3);
        List<Choice> choices = factored(pca, network, layer, SmallNetwork.everyChainPays());
        Choice dearest = choices.get(choices.size() - 1);
        assertThat(dearest.knobs()).containsEntry(SubsetChoice.RANK, 7).containsEntry(SubsetChoice.FULL_RANK, 8);
        SmallNetwork chain = replace(pca, network, layer, dearest);
        assertThat(SmallNetwork.distance(chain.run(INPUTS), network.run(INPUTS)))
                .isLessThan(OF_OUTPUTS);
        SmallNetwork composed = chain.compose(layer);
        assertThat(composed.layers()).isEqualTo(network.layers());
        for (var param : layer.params()) {
            assertThat(SmallNetwork.distance(composed.effective(param.id()), network.effective(param.id())))
                    .as(param.id().toString())
                    .isLessThan(OF_OUTPUTS);
        }
    }

    @Test
    void chainsOfLowerRankComputeWhatTheirProductDoes() {
        SmallNetwork network = network();
        INDArray before = network.run(OTHERS);
        for (Decomposition decomposition : List.of(
                new Alds(ALL, List.of(), ErrorMeasure.FROBENIUS), new Tucker(), new Cp(1.3, 512), new Pca(1, 3))) {
            SmallNetwork chains = network;
            SmallNetwork products = network;
            for (LayerView layer : network.layers()) {
                List<Choice> choices = factored(decomposition, network, layer, FakeCosts.parameters());
                for (int i = 0; i < choices.size(); i += Math.max(1, choices.size() / 7)) {
                    SmallNetwork chain = replace(decomposition, network, layer, choices.get(i));
                    SmallNetwork product = chain.compose(layer);
                    assertThat(product.layers()).hasSameSizeAs(network.layers());
                    assertThat(SmallNetwork.distance(chain.run(OTHERS), product.run(OTHERS)))
                            .as("%s of %s", choices.get(i).label(), layer.id())
                            .isLessThan(OF_OUTPUTS);
                    assertThat(SmallNetwork.distance(product.run(OTHERS), before))
                            .isGreaterThan(1e-3);
                }
                if (!choices.isEmpty()) {
                    Choice middle = choices.get(choices.size() / 2);
                    Factorization factors = decomposition.factorize(layer, middle, new Look(network, INPUTS));
                    chains = chains.replace(layer, factors);
                    products = products.replace(layer, factors).compose(layer);
                }
            }
            assertThat(SmallNetwork.distance(chains.run(OTHERS), products.run(OTHERS)))
                    .as(decomposition.toString())
                    .isLessThan(OF_OUTPUTS);
            assertThat(chains.layers()).hasSizeGreaterThan(products.layers().size());
        }
    }
}
