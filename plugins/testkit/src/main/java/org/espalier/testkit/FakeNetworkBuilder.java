package org.espalier.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;

/** Strings layers together and works out shapes and coupled channels. */
final class FakeNetworkBuilder {
    private final List<Long> inputShape;
    private final List<LayerView> layers = new ArrayList<>();
    private final List<CouplingGroup> couplings = new ArrayList<>();
    /** Who made the channels that flow at present; empty at the network's input, whose channels nobody may remove. */
    private List<Member> producer = List.of();

    private LayerId last = NetworkView.INPUT;
    private List<Long> shape;
    private long repeat = 1;

    FakeNetworkBuilder(List<Long> inputShape) {
        this.inputShape = inputShape;
        this.shape = inputShape;
    }

    FakeNetworkBuilder dense(String name, long out) {
        long in = shape.get(0);
        ParamInfo weight = prunable(name, List.of(out, in), List.of(Axis.OUT, Axis.IN));
        return weighted(name, new LayerSpec.Dense(in, out, 1, true), weight, List.of(out));
    }

    FakeNetworkBuilder convolution(String name, long out, long kernel) {
        long in = shape.get(0);
        var spec = new LayerSpec.Convolution(
                in, out, Pair.of(kernel), Pair.of(1), Pair.of(kernel / 2), Pair.of(1), 1, true);
        ParamInfo weight =
                prunable(name, List.of(out, in, kernel, kernel), List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH));
        return weighted(name, spec, weight, List.of(out, shape.get(1), shape.get(2)));
    }

    FakeNetworkBuilder relu(String name) {
        return other(name, "Relu", Map.of(), shape);
    }

    FakeNetworkBuilder dropout(String name, double ratio) {
        return other(name, "Dropout", Map.of("ratio", ratio), shape);
    }

    FakeNetworkBuilder maxPool(String name) {
        Map<String, Object> attributes = Map.of("kernel_shape", List.of(2L, 2L), "strides", List.of(2L, 2L));
        return other(name, "MaxPool", attributes, List.of(shape.get(0), shape.get(1) / 2, shape.get(2) / 2));
    }

    FakeNetworkBuilder flatten(String name) {
        long positions = shape.get(1) * shape.get(2);
        repeat = positions;
        return other(name, "Flatten", Map.of(), List.of(shape.get(0) * positions));
    }

    FakeNetwork build() {
        Tensors weights = Tensors.of(
                layers.stream().flatMap(layer -> layer.params().stream()).toList(), Seeded::weights);
        return new FakeNetwork(layers, inputShape, couplings, weights);
    }

    private FakeNetworkBuilder weighted(String name, LayerSpec spec, ParamInfo weight, List<Long> outputShape) {
        long out = outputShape.get(0);
        if (!producer.isEmpty()) {
            var members = new ArrayList<>(producer);
            members.add(new Member(weight.id(), Axis.IN, 0, repeat));
            couplings.add(
                    new CouplingGroup(producer.get(0).param().layer().path(), weight.along(Axis.IN) / repeat, members));
        }
        ParamInfo bias = new ParamInfo(ParamId.of(name, "bias"), List.of(out), List.of(Axis.OUT), false);
        producer = List.of(new Member(weight.id(), Axis.OUT, 0, 1), new Member(bias.id(), Axis.OUT, 0, 1));
        repeat = 1;
        return add(new LayerView(new LayerId(name), spec, List.of(weight, bias), List.of(last), outputShape));
    }

    private FakeNetworkBuilder other(String name, String kind, Map<String, Object> attributes, List<Long> outputShape) {
        var spec = new LayerSpec.Other(kind, attributes);
        return add(new LayerView(new LayerId(name), spec, List.of(), List.of(last), outputShape));
    }

    private FakeNetworkBuilder add(LayerView layer) {
        layers.add(layer);
        last = layer.id();
        shape = layer.outputShape();
        return this;
    }

    private static ParamInfo prunable(String layer, List<Long> shape, List<Axis> axes) {
        return new ParamInfo(ParamId.of(layer, "weight"), shape, axes, true);
    }
}
