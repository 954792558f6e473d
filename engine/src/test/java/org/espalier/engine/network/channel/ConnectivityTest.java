package org.espalier.engine.network.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.ledger.FakeNetwork;
import org.espalier.engine.mask.Params;
import org.junit.jupiter.api.Test;

class ConnectivityTest {
    private static final ParamInfo FC1 = Params.weight("fc1", 3, 2);
    private static final ParamInfo FC2 = Params.weight("fc2", 2, 3);
    private static final ParamInfo CONV = Params.weight("conv", 2, 1, 1, 1);
    private static final ParamInfo HEAD = Params.weight("head", 1, 8);

    private final NetworkView chain = new FakeNetwork(
            List.of(2L),
            List.of(dense("fc1", FC1, "input"), other("relu", "Relu", List.of(3L), "fc1"), dense("fc2", FC2, "relu")));

    @Test
    void aDenseNetworkHasNothingToReport() {
        assertThat(Connectivity.of(chain, MaskSet.ones(List.of(FC1, FC2))).messages())
                .isEmpty();
    }

    @Test
    void namesNeuronsThatNothingReachesOrThatReachNothing() {
        // Neuron 0 has no input; neuron 2 no output; output 1 hangs on neuron 0 alone.
        MaskSet masks = masks(FC1, 2, 4).with(FC2.id(), mask(FC2, 1, 3));
        Connectivity found = Connectivity.of(chain, masks);
        assertThat(found.connected()).isTrue();
        assertThat(found.messages())
                .containsExactly(
                        "layer 'fc1': 2 of 3 neurons are dead (1 without a living input, 1 without a living output):"
                                + " 0, 2",
                        "layer 'fc2': 1 of 2 neurons are dead (1 without a living input, 0 without a living output): 1");
    }

    @Test
    void saysWhenALayerIsCut() {
        MaskSet masks = masks(FC1).with(FC2.id(), mask(FC2, 0));
        assertThat(Connectivity.of(chain, masks).messages())
                .containsExactly(
                        "layer 'fc1' is cut: none of its weights is alive",
                        "no path of living weights leads from the input to the output: only biases can still learn");
    }

    @Test
    void saysWhenPathsBreakAlthoughEveryLayerLives() {
        // Neuron 0 alone is fed; neuron 1 alone is read.
        MaskSet masks = masks(FC1, 0).with(FC2.id(), mask(FC2, 1));
        Connectivity found = Connectivity.of(chain, masks);
        assertThat(found.cut()).isEmpty();
        assertThat(found.connected()).isFalse();
    }

    @Test
    void followsFiltersThroughAFlattening() {
        NetworkView network = new FakeNetwork(
                List.of(1L, 2L, 2L),
                List.of(
                        convolution("conv", CONV, "input"),
                        other("flatten", "Flatten", List.of(8L), "conv"),
                        dense("head", HEAD, "flatten")));
        MaskSet all = MaskSet.ones(List.of(CONV, HEAD));
        // Features 4 to 7 come from filter 1.
        Connectivity found = Connectivity.of(network, all.with(HEAD.id(), mask(HEAD, 1, 3)));
        assertThat(found.dead().get(new LayerId("conv")).withoutOutput()).containsExactly(1);
        assertThat(Connectivity.of(network, all.with(HEAD.id(), mask(HEAD, 3, 4)))
                        .messages())
                .isEmpty();
        assertThat(Connectivity.of(network, all.with(CONV.id(), mask(CONV, 0)).with(HEAD.id(), mask(HEAD, 5)))
                        .connected())
                .isFalse();
    }

    @Test
    void tellsAgainOnlyWhatGotMuchWorse() {
        var layer = new LayerId("fc1");
        var few =
                new Connectivity(List.of(), true, Map.of(layer, new Connectivity.Dead(300, List.of(1, 2), List.of())));
        var more = new Connectivity(
                List.of(), true, Map.of(layer, new Connectivity.Dead(300, List.of(1, 2, 3, 4), List.of())));
        var many = new Connectivity(
                List.of(), true, Map.of(layer, new Connectivity.Dead(300, List.of(1, 2, 3, 4), List.of(5))));
        var cut = new Connectivity(List.of(layer), false, Map.of());
        assertThat(few.messages(Connectivity.WHOLE)).isEqualTo(few.messages());
        assertThat(more.messages(few)).isEmpty();
        assertThat(many.messages(few)).isEqualTo(many.messages());
        assertThat(cut.messages(many)).isEqualTo(cut.messages()).hasSize(2);
        assertThat(cut.messages(cut)).isEmpty();
        assertThat(many.deadUnits()).isEqualTo(5);
    }

    @Test
    void unknownLayersConnectEverything() {
        NetworkView network = new FakeNetwork(
                List.of(2L),
                List.of(
                        dense("fc1", FC1, "input"),
                        other("mix", "Einsum", List.of(3L), "fc1"),
                        dense("fc2", FC2, "mix")));
        MaskSet masks = masks(FC1, 0).with(FC2.id(), mask(FC2, 1, 4));
        assertThat(Connectivity.of(network, masks).connected()).isTrue();
    }

    @Test
    void additionsJoinTheirBranches() {
        ParamInfo square = Params.weight("square", 3, 3);
        NetworkView network = new FakeNetwork(
                List.of(3L),
                List.of(
                        dense("square", square, "input"),
                        other("add", "Add", List.of(3L), "square", "input"),
                        dense("fc2", FC2, "add")));
        MaskSet masks = MaskSet.ones(List.of(FC2)).with(square.id(), mask(square));
        Connectivity found = Connectivity.of(network, masks);
        assertThat(found.cut()).containsExactly(new LayerId("square"));
        assertThat(found.connected()).isTrue();
    }

    private static MaskSet masks(ParamInfo info, long... alive) {
        return new MaskSet(Map.of(info.id(), mask(info, alive)));
    }

    private static Mask mask(ParamInfo info, long... alive) {
        return Mask.of(info.shape(), i -> Arrays.stream(alive).anyMatch(a -> a == i));
    }

    private static LayerView dense(String name, ParamInfo weight, String input) {
        long out = weight.shape().get(0);
        return new LayerView(
                new LayerId(name),
                new LayerSpec.Dense(weight.shape().get(1), out, 1, false),
                List.of(weight),
                List.of(new LayerId(input)),
                List.of(out));
    }

    private static LayerView convolution(String name, ParamInfo weight, String input) {
        return new LayerView(
                new LayerId(name),
                new LayerSpec.Convolution(1, 2, Pair.of(1), Pair.of(1), Pair.of(0), Pair.of(1), 1, false),
                List.of(weight),
                List.of(new LayerId(input)),
                List.of(2L, 2L, 2L));
    }

    private static LayerView other(String name, String kind, List<Long> shape, String... inputs) {
        return new LayerView(
                new LayerId(name),
                new LayerSpec.Other(kind, Map.of()),
                List.of(),
                Arrays.stream(inputs).map(LayerId::new).toList(),
                shape);
    }
}
