package org.espalier.engine.network.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.kernel.backend.Kernels;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Network.Mode;
import org.espalier.engine.network.architecture.Densenet;
import org.espalier.engine.network.architecture.GraphBuilder;
import org.espalier.engine.network.architecture.Resnet;
import org.espalier.engine.network.architecture.WideResnet;
import org.espalier.engine.network.architecture.template.BatchNormalization;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.MaxPool;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.initializer.KaimingNormal;
import org.espalier.engine.network.layer.Shapes;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A channel of a group can be removed: once all that produces it gives zeros, the network computes the same whatever stands
 * where it is read. Tried channel by channel on small networks, whose activations keep zero.
 */
final class CouplingsTest {
    private static final List<Long> IMAGE = List.of(3L, 6L, 6L);

    @Test
    void chainsWithPoolingAndFlattening() {
        Network network = network(new GraphBuilder(IMAGE)
                .add(new Convolution(4, 3))
                .add(new BatchNormalization())
                .add(Operator.of(Activation.RELU))
                .add(new MaxPool(2))
                .add(Operator.flatten())
                .add(new Dense(5))
                .add(Operator.of(Activation.TANH))
                .add(new Dense(2))
                .build());
        assertThat(names(network)).containsExactly("conv1", "fc1");
        assertThat(group(network, "conv1").members())
                .contains(new Member(network.params().get(4).id(), Axis.IN, 0, 4));
        everyChannelCanGo(network);
    }

    @Test
    void concatenationsAlsoOfTheSameTwice() {
        var builder = new GraphBuilder(IMAGE).add("a", new Convolution(2, 1)).add("b", new Convolution(3, 1));
        builder.add("joined", Operator.concat(), List.of(id("a"), id("b"), id("a")))
                .add(Operator.flatten())
                .add("hidden", new Dense(4));
        Network network = network(
                builder.add(Operator.of(Activation.RELU)).add(new Dense(2)).build());
        assertThat(names(network)).containsExactly("a", "b", "hidden");
        assertThat(group(network, "a").members().stream()
                        .filter(member -> member.param().layer().equals(id("hidden")))
                        .map(Member::offset))
                .containsExactly(0L, 5L * 36);
        everyChannelCanGo(network);
    }

    @Test
    void depthwiseConvolutions() {
        Network network = network(new GraphBuilder(IMAGE)
                .add(new Convolution(4, 1))
                .add(new Convolution(4, 3, 1, 1, 1, 4, true))
                .add(Operator.of(Activation.RELU))
                .add(new Convolution(2, 1))
                .add(Operator.globalAveragePool())
                .add(Operator.flatten())
                .build());
        assertThat(names(network)).containsExactly("conv1");
        everyChannelCanGo(network);
    }

    @Test
    void residualNetworksWithAProjection() {
        Network network =
                network(new Resnet(14, Resnet.Shortcut.B, 2, new KaimingNormal()).build(List.of(3L, 8L, 8L), 3));
        // The three streams, and what each of the six blocks has inside.
        assertThat(names(network)).hasSize(3 + 6);
        assertThat(group(network, "conv1").members())
                .extracting(member -> member.param().toString())
                .contains("layer1.0.conv2.weight", "layer1.1.bn2.shift", "layer2.0.shortcut.conv.weight");
        everyChannelCanGo(network);
    }

    /** Zero channels are put around those that come by, so that what they are added to must stay whole. */
    @Test
    void residualNetworksThatPad() {
        Network network =
                network(new Resnet(14, Resnet.Shortcut.A, 2, new KaimingNormal()).build(List.of(3L, 8L, 8L), 3));
        assertThat(names(network)).allMatch(name -> name.endsWith("conv1")).hasSize(6);
        everyChannelCanGo(network);
    }

    @Test
    void networksThatNormalizeFirst() {
        everyChannelCanGo(network(new WideResnet(10, 1, 0.2, new KaimingNormal()).build(List.of(3L, 8L, 8L), 3)));
        Network dense = network(new Densenet(7, 2, false, 0.5, 0, new KaimingNormal()).build(List.of(3L, 8L, 8L), 3));
        assertThat(names(dense)).contains("conv1", "block1.0.conv1", "transition1.conv", "block3.0.conv1");
        everyChannelCanGo(dense);
    }

    @Test
    void whatTheNetworkGivesAndWhatIsNotUnderstoodStays() {
        var builder = new GraphBuilder(List.of(4L))
                .add("a", new Dense(3))
                .add(new Operator("softmax", "Softmax"))
                .add("b", new Dense(2));
        assertThat(names(network(builder.build()))).isEmpty();
    }

    private static LayerId id(String name) {
        return new LayerId(name);
    }

    private static List<String> names(Network network) {
        return network.couplings().stream().map(CouplingGroup::name).toList();
    }

    /** Returns the group of the channels that a layer makes. */
    private static CouplingGroup group(Network network, String layer) {
        return network.couplings().stream()
                .filter(group -> group.members().stream()
                        .anyMatch(member -> member.axis() == Axis.OUT
                                && member.param().toString().equals(layer + ".weight")))
                .findFirst()
                .orElseThrow();
    }

    private static void everyChannelCanGo(Network network) {
        INDArray inputs = noise(new Random(1), Shapes.batched(2, network.inputShape()));
        assertThat(network.couplings()).isNotEmpty();
        INDArray present = output(network, inputs);
        for (CouplingGroup group : network.couplings()) {
            boolean matters = false;
            for (long channel = 0; channel < group.channels(); channel += 1 + group.channels() / 8) {
                Network changed = network.copy();
                set(changed, group, Axis.IN, channel, 3);
                matters |= !output(changed, inputs).equals(present);
                set(changed, group, Axis.OUT, channel, 0);
                INDArray silent = output(changed, inputs);
                set(changed, group, Axis.IN, channel, -2);
                assertThat(output(changed, inputs))
                        .as("channel %s of %s", channel, group)
                        .isEqualTo(silent);
            }
            // Else the test would show nothing; single channels may be silenced by a ReLU.
            assertThat(matters).as("%s matters", group).isTrue();
        }
    }

    private static void set(Network network, CouplingGroup group, Axis axis, long channel, double value) {
        for (Member member : group.members()) {
            if (member.axis() != axis) {
                continue;
            }
            ParamInfo info = network.params().stream()
                    .filter(param -> param.id().equals(member.param()))
                    .findFirst()
                    .orElseThrow();
            INDArray weight = network.weight(info.id());
            long at = info.axes().indexOf(axis);
            for (long i = 0; i < weight.length(); i++) {
                long position = coordinate(info, i, (int) at) - member.offset();
                if (Math.floorDiv(position, member.repeat()) == channel) {
                    weight.putScalar(i, value);
                }
            }
        }
    }

    /** Returns where element {@code index} in c order stands along an axis. */
    private static long coordinate(ParamInfo info, long index, int axis) {
        long rest = index;
        for (int i = info.shape().size() - 1; i > axis; i--) {
            rest /= info.shape().get(i);
        }
        return rest % info.shape().get(axis);
    }

    private static INDArray output(Network network, INDArray inputs) {
        return network.forward(inputs, Mode.INFER, new SplittableRandom(1)).dup('c');
    }

    private static Network network(Graph graph) {
        Network network = new Network(graph, Kernels.reference(), DataType.DOUBLE);
        Random random = new Random(3);
        var all = new ArrayList<INDArray>();
        network.params().forEach(info -> all.add(network.weight(info.id())));
        all.forEach(weight -> weight.assign(noise(random, weight.shape())));
        network.statistics()
                .forEach((id, values) ->
                        values.assign(noise(random, values.shape()).mul(0.2).add(0.5)));
        return network;
    }

    private static INDArray noise(Random random, long... shape) {
        int length = 1;
        for (long extent : shape) {
            length *= (int) extent;
        }
        return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray()).reshape('c', shape);
    }
}
