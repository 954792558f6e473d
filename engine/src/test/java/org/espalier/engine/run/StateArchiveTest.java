package org.espalier.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.espalier.api.decompose.Factorization.Chain;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Revision;
import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.State;
import org.espalier.engine.mask.CommitRules;
import org.espalier.engine.mask.parameterization.L1Regularizer;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.optimizer.Nesterov;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class StateArchiveTest {
    private static final ParamId FIRST = ParamId.of("a", "weight");
    private static final ParamId SECOND = ParamId.of("b", "weight");

    private final Archive archive = new Archive();
    private final StateArchive states =
            new StateArchive(archive, new ComponentValues(Set.of(StateArchiveTest.class.getClassLoader())));

    /** Two dense layers with everything that training can have put there. */
    private static LiveNetwork trained() {
        LiveNetwork live = fresh();
        live.commit(Revision.of(new MaskSet(Map.of(
                        FIRST, Mask.of(List.of(2L, 3L), i -> i != 1), SECOND, Mask.of(List.of(2L, 2L), i -> i > 0))))
                .withBackward(new MaskSet(Map.of(FIRST, Mask.ones(List.of(2L, 3L))))));
        live.parameterize(
                new Signed(0.25), List.of(new L1Regularizer(1e-5)), "b.weight", name -> RandomGenerator.getDefault());
        live.memory().serve(optimizer());
        live.memory().nextStep();
        live.memory()
                .slots(
                        "a.weight",
                        optimizer(),
                        DataType.FLOAT,
                        live.network().weight(FIRST).shape())
                .forEach((name, slot) -> slot.assign(0.125));
        live.clock(2.5);
        live.network().statistics().values().forEach(values -> values.assign(0.75));
        return live;
    }

    private static Nesterov optimizer() {
        return new Nesterov(0.1, 0.9);
    }

    private static LiveNetwork fresh() {
        var network = new Network(new Graph(
                List.of(3L),
                List.of(
                        new Graph.Node(new LayerId("a"), new Dense(3, 2, 1, true), List.of(NetworkView.INPUT)),
                        new Graph.Node(
                                new LayerId("n"),
                                new LayerSpec.Other("BatchNormalization", Map.of()),
                                List.of(new LayerId("a"))),
                        new Graph.Node(new LayerId("b"), new Dense(2, 2, 1, true), List.of(new LayerId("n"))))));
        Flat.write(network.weight(FIRST), new float[] {1, 2, 3, 4, 5, 6});
        Flat.write(network.weight(SECOND), new float[] {-1, 2, -3, 4});
        return new LiveNetwork(network, CommitRules.DEFAULT, message -> {});
    }

    private NetworkState writtenAndRead(NetworkState state) {
        var facts = Archive.JSON.createObjectNode();
        states.write(state, facts, "network/");
        return new StateArchive(archive, new ComponentValues(Set.of(StateArchiveTest.class.getClassLoader())))
                .read(facts, "network/");
    }

    @Test
    void aStateComesBackIntoAFreshNetwork() {
        LiveNetwork live = trained();
        NetworkState kept = NetworkState.of(live);
        NetworkState read = writtenAndRead(kept);
        LiveNetwork other = fresh();
        read.restore(other);
        assertSame(NetworkState.of(other), kept);
        assertThat(other.backward(FIRST)).isEqualTo(Mask.ones(List.of(2L, 3L)));
        assertThat(Flat.copy(other.latent(FIRST))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(other.extras(SECOND).get("sign")).isEqualTo(Nd4j.createFromArray(new float[][] {{-1, 1}, {-1, 1}}));
    }

    @Test
    void aStateTakenOfAReplacedNetworkComesBackWithItsGraph() {
        LiveNetwork live = fresh();
        live.replace(
                new LayerId("a"),
                new Chain(
                        List.of(new Dense(3, 1, 1, false), new Dense(1, 2, 1, true)),
                        List.of(
                                Map.of("weight", Nd4j.createFromArray(new float[][] {{1, 2, 3}})),
                                Map.of("weight", Nd4j.createFromArray(new float[][] {{1}, {4}})))));
        NetworkState kept = NetworkState.of(live);
        LiveNetwork other = fresh();
        other.become(live.network().graph());
        writtenAndRead(kept).restore(other);
        assertSame(NetworkState.of(other), kept);
        assertThat(other.params()).isEqualTo(live.params());
    }

    @Test
    void whatAComponentRemembersComesBack() {
        State state = State.empty()
                .with("threshold", Double.NEGATIVE_INFINITY)
                .with("share", 0.1)
                .with("scores", Nd4j.createFromArray(1.5, -0.0));
        var facts = Archive.JSON.createObjectNode();
        states.write(state, facts, "state/0/");
        assertThat(states.state(facts, "state/0/")).isEqualTo(state);
    }

    private static void assertSame(NetworkState state, NetworkState expected) {
        assertThat(state.layers()).isEqualTo(expected.layers());
        assertThat(state.first()).isNotEmpty().usingRecursiveComparison().isEqualTo(expected.first());
        assertThat(state.weights()).usingRecursiveComparison().isEqualTo(expected.weights());
        assertThat(state.statistics()).isNotEmpty().usingRecursiveComparison().isEqualTo(expected.statistics());
        assertThat(state.dormant()).usingRecursiveComparison().isEqualTo(expected.dormant());
        assertThat(state.masks()).isEqualTo(expected.masks());
        assertThat(state.backward()).isEqualTo(expected.backward());
        assertThat(state.parameterized()).isEqualTo(expected.parameterized());
        assertThat(state.memory().slots()).isEqualTo(expected.memory().slots());
        assertThat(state.memory().owner()).isEqualTo(expected.memory().owner());
        assertThat(state.memory().steps()).isEqualTo(expected.memory().steps());
        assertThat(state.clock()).isEqualTo(expected.clock());
    }

    /** Trains sizes and a slope behind signs that stay. */
    private record Signed(double slope) implements Parameterization {
        @Override
        public Latent start(ParamInfo info, INDArray dense, RandomGenerator random) {
            var trainable = new LinkedHashMap<String, INDArray>();
            trainable.put("slope", Nd4j.scalar((float) slope));
            return new Latent(
                    org.nd4j.linalg.ops.transforms.Transforms.abs(dense, true),
                    trainable,
                    Map.of("sign", org.nd4j.linalg.ops.transforms.Transforms.sign(dense, true)));
        }

        @Override
        public Effective effective(ParamInfo info, Latent latent, Mask mask) {
            INDArray sign = latent.constant().getOrDefault("sign", latent.dense());
            return new Effective(latent.dense().mul(sign).mul(mask.toArray()), mask);
        }

        @Override
        public Latent pullback(ParamInfo info, Latent latent, Mask mask, INDArray gradient) {
            return Latent.of(gradient);
        }
    }
}
