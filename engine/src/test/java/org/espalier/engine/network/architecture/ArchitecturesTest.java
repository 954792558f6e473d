package org.espalier.engine.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.espalier.engine.kernel.Activation;
import org.espalier.engine.network.Network;
import org.espalier.engine.network.Topology;
import org.espalier.engine.network.architecture.template.Convolution;
import org.espalier.engine.network.architecture.template.Dense;
import org.espalier.engine.network.architecture.template.Operator;
import org.espalier.engine.network.graph.Graph;
import org.espalier.engine.network.graph.MisfitException;
import org.espalier.engine.network.initializer.KaimingNormal;
import org.espalier.engine.network.initializer.KaimingUniform;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

final class ArchitecturesTest {
    private static final List<Long> CIFAR = List.of(3L, 32L, 32L);

    /** The counts that papers and PyTorch give. */
    @Test
    void parametersAreThoseOfThePapers() {
        assertThat(parameters(resnet(20, Resnet.Shortcut.A))).isEqualTo(269_722);
        assertThat(parameters(resnet(32, Resnet.Shortcut.A))).isEqualTo(464_154);
        assertThat(parameters(resnet(44, Resnet.Shortcut.A))).isEqualTo(658_586);
        assertThat(parameters(resnet(56, Resnet.Shortcut.A))).isEqualTo(853_018);
        assertThat(parameters(resnet(20, Resnet.Shortcut.B))).isEqualTo(272_474);
        assertThat(parameters(new WideResnet(16, 8, 0, new KaimingNormal()))).isEqualTo(10_961_370);
        assertThat(parameters(new WideResnet(28, 2, 0.3, new KaimingNormal()))).isEqualTo(1_467_610);
        assertThat(parameters(vgg(16, List.of(), true, List.of(512L)))).isEqualTo(14_991_946);
        assertThat(parameters(vgg(
                        0, List.of(List.of(32L, 32L), List.of(64L, 64L), List.of(128L, 128L)), false, List.of(256L))))
                .isEqualTo(814_122);
        assertThat(parameters(new Densenet(40, 12, false, 1, 0, new KaimingNormal())))
                .isEqualTo(1_019_722);
        assertThat(parameters(new Densenet(100, 12, true, 0.5, 0, new KaimingNormal())))
                .isEqualTo(769_162);
    }

    @Test
    void vggIsTheListOfLayersThatItStandsFor() {
        Graph graph =
                vgg(0, List.of(List.of(4L), List.of(6L, 8L)), true, List.of(5L)).build(CIFAR, 10);
        assertThat(graph.nodes())
                .extracting(node -> node.id().path())
                .containsExactly(
                        "conv1",
                        "bn1",
                        "relu1",
                        "pool1",
                        "conv2",
                        "bn2",
                        "relu2",
                        "conv3",
                        "bn3",
                        "relu3",
                        "pool2",
                        "flatten1",
                        "fc1",
                        "bn4",
                        "relu4",
                        "fc2");
        assertThat(graph.nodes()).extracting(node -> node.spec().kind()).contains("MaxPool", "BatchNormalization");
    }

    @Test
    void resnetLayersAreNamedAsInPyTorch() {
        Network network = new Network(resnet(20, Resnet.Shortcut.A).build(CIFAR, 10));
        assertThat(network.params())
                .extracting(info -> info.id().toString())
                .contains("conv1.weight", "bn1.scale", "layer1.0.conv1.weight", "layer3.2.bn2.shift", "fc.bias")
                .hasSize(19 * 3 + 2);
        assertThat(network.statistics().keySet().stream().map(Object::toString))
                .contains("bn1.mean", "layer2.0.bn1.variance")
                .hasSize(19 * 2);
        LayerView add = network.layers().stream()
                .filter(layer -> layer.id().path().equals("layer2.0.add"))
                .findFirst()
                .orElseThrow();
        assertThat(add.inputs()).extracting(Object::toString).containsExactly("layer2.0.bn2", "layer2.0.shortcut.pad");
        assertThat(add.outputShape()).containsExactly(32L, 16L, 16L);
    }

    /** He et al., option A: every second row and column, a quarter of the new channels on each side. */
    @Test
    void shortcutASubsamplesAndPads() {
        var builder = new GraphBuilder(List.of(2L, 4L, 4L));
        Graph whole = new Resnet(8, Resnet.Shortcut.A, 2, new KaimingNormal()).build(List.of(2L, 4L, 4L), 3);
        whole.nodes().stream()
                .filter(node -> node.id().path().startsWith("layer2.0.shortcut"))
                .forEach(node -> builder.add(
                        new Operator("x", node.spec().kind(), ((LayerSpec.Other) node.spec()).attributes())));
        Network shortcut = new Network(builder.build());
        var inputs = Nd4j.arange(0, 32).reshape('c', 1, 2, 4, 4).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT);
        var output = shortcut.forward(inputs, Network.Mode.INFER, new SplittableRandom(1));
        assertThat(output.shape()).containsExactly(1, 4, 2, 2);
        assertThat(output.dup('c').data().asFloat())
                .containsExactly(0, 0, 0, 0, 0, 2, 8, 10, 16, 18, 24, 26, 0, 0, 0, 0);
    }

    @Test
    void depthsThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> resnet(21, Resnet.Shortcut.A))
                .hasMessage("depth must be 6n + 2, such as 20, 32, 44 or 56, but was 21");
        assertThatThrownBy(() -> new WideResnet(18, 8, 0, new KaimingNormal()))
                .hasMessage("depth must be 6n + 4, such as 16, 22 or 28, but was 18");
        assertThatThrownBy(() -> new Densenet(25, 12, true, 1, 0, new KaimingNormal()))
                .hasMessageContaining("6n + 4 with bottlenecks")
                .hasMessageEndingWith("but was 25");
        assertThatThrownBy(() -> vgg(17, List.of(), true, List.of()))
                .hasMessage("depth must be one of [11, 13, 16, 19] but was 17; give 'widths' for another one");
        assertThatThrownBy(() -> vgg(16, List.of(List.of(3L)), true, List.of()))
                .hasMessage("'depth' and 'widths' say the same thing twice; leave one out");
    }

    @Test
    void writtenGraphsReadWhatTheyName() {
        var graph = new Layers(
                        List.of(
                                new LayerLine("first", List.of(), Convolution.same(3, 3, 1, true)),
                                new LayerLine(Operator.of(Activation.RELU)),
                                new LayerLine("sum", List.of("first", "relu1", "input"), Operator.add()),
                                new LayerLine(Operator.flatten()),
                                new LayerLine(new Dense(10))),
                        new KaimingUniform())
                .build(CIFAR, 10);
        assertThat(graph.nodes().get(2).inputs())
                .extracting(Object::toString)
                .containsExactly("first", "relu1", "input");
        assertThat(graph.nodes().get(3).inputs()).extracting(Object::toString).containsExactly("sum");
        assertThat(graph.nodes().get(0).inputs()).containsExactly(NetworkView.INPUT);
    }

    @Test
    void mistakesInWrittenGraphsAreThoseOfTheirLine() {
        LayerLine stray = new LayerLine("sum", List.of("frist"), Operator.add());
        assertThatThrownBy(
                        () -> layers(new LayerLine(Operator.flatten()), stray).build(CIFAR, 10))
                .isInstanceOfSatisfying(
                        MisfitException.class, e -> assertThat(e.part()).isSameAs(stray))
                .hasMessage("layer 'sum': it reads 'frist', but no layer before it has that name."
                        + " There are input, flatten1.");
        LayerLine unread = new LayerLine("unread", List.of(), Operator.flatten());
        assertThatThrownBy(() -> layers(
                                unread,
                                new LayerLine("x", List.of("input"), Operator.flatten()),
                                new LayerLine(new Dense(10)))
                        .build(CIFAR, 10))
                .isInstanceOfSatisfying(
                        MisfitException.class, e -> assertThat(e.part()).isSameAs(unread))
                .hasMessageStartingWith("layer 'unread' is read by no other");
        assertThatThrownBy(() -> new LayerLine("a b", List.of(), Operator.flatten()))
                .hasMessageEndingWith("but was 'a b'");
    }

    private static Layers layers(LayerLine... lines) {
        return new Layers(List.of(lines), new KaimingUniform());
    }

    private static Resnet resnet(int depth, Resnet.Shortcut shortcut) {
        return new Resnet(depth, shortcut, 16, new KaimingNormal());
    }

    private static Vgg vgg(int depth, List<List<Long>> widths, boolean batchNorm, List<Long> classifier) {
        return new Vgg(depth, widths, batchNorm, classifier, 0, new KaimingNormal());
    }

    private static long parameters(Architecture architecture) {
        return Topology.of(architecture.build(CIFAR, 10)).layers().stream()
                .flatMap(layer -> layer.params().stream())
                .mapToLong(ParamInfo::size)
                .sum();
    }
}
