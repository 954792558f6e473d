package org.espalier.engine.network.channel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.model.Axis;
import org.espalier.api.model.CouplingGroup;
import org.espalier.api.model.CouplingGroup.Member;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;

/**
 * Finds the channels that can only be removed together. Each layer with weights makes a space of channels; layers that work
 * channel by channel keep it, sums unite those of all their inputs, concatenation puts them behind each other. Channels
 * that the network's input or output has, or that meet an operator whose use of them is not known here, cannot be removed
 * and are in no group.
 */
public final class Couplings {
    private static final Set<String> CHANNELWISE = Set.of(
            "Relu",
            "LeakyRelu",
            "Gelu",
            "Tanh",
            "Sigmoid",
            "HardSwish",
            "Clip",
            "Dropout",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool");

    private final Map<LayerId, List<Run>> flowing = new HashMap<>();
    private final List<Space> spaces = new ArrayList<>();

    private Couplings() {}

    /** Channels that belong together, with everything that is indexed by them. */
    private static final class Space {
        private final String name;
        private final long size;
        private final List<Member> members = new ArrayList<>();
        private boolean fixed;
        private Space united = this;

        Space(String name, long size) {
            this.name = name;
            this.size = size;
        }

        Space root() {
            return united == this ? this : united.root();
        }
    }

    /** A space in what flows, each channel {@code repeat} times in a row. */
    private record Run(Space space, long repeat) {}

    public static List<CouplingGroup> of(List<LayerView> layers, List<Long> inputShape) {
        var couplings = new Couplings();
        couplings.fixed(NetworkView.INPUT, inputShape);
        layers.forEach(couplings::add);
        couplings.fix(layers.get(layers.size() - 1).id());
        return couplings.groups();
    }

    private List<CouplingGroup> groups() {
        Map<Space, List<Member>> members = new LinkedHashMap<>();
        for (Space space : spaces) {
            members.computeIfAbsent(space.root(), key -> new ArrayList<>()).addAll(space.members);
        }
        var groups = new ArrayList<CouplingGroup>();
        members.forEach((space, all) -> {
            if (!space.fixed && !all.isEmpty()) {
                groups.add(new CouplingGroup(space.name, space.size, all));
            }
        });
        return List.copyOf(groups);
    }

    private void add(LayerView layer) {
        LayerId first = layer.inputs().get(0);
        String kind = layer.spec().kind();
        if (layer.spec() instanceof LayerSpec.Dense dense && dense.groups() == 1 && flat(layer)) {
            weights(layer, first);
        } else if (layer.spec() instanceof LayerSpec.Convolution convolution && convolution.groups() == 1) {
            weights(layer, first);
        } else if (kind.equals("BatchNormalization") || isDepthwise(layer.spec())) {
            indexed(layer, Axis.OUT, runs(first));
            flowing.put(layer.id(), runs(first));
        } else if (kind.equals("Flatten")) {
            long repeat = layer.outputShape().get(0)
                    / runs(first).stream()
                            .mapToLong(run -> run.space().size * run.repeat())
                            .sum();
            flowing.put(
                    layer.id(),
                    runs(first).stream()
                            .map(run -> new Run(run.space(), run.repeat() * repeat))
                            .toList());
        } else if (CHANNELWISE.contains(kind)) {
            flowing.put(layer.id(), runs(first));
        } else if (kind.equals("Add") && unite(layer.inputs())) {
            flowing.put(layer.id(), runs(first));
        } else if (kind.equals("Concat")) {
            flowing.put(
                    layer.id(),
                    layer.inputs().stream()
                            .flatMap(input -> runs(input).stream())
                            .toList());
        } else {
            layer.inputs().forEach(this::fix);
            fixed(layer.id(), layer.outputShape());
        }
    }

    private static boolean isDepthwise(LayerSpec spec) {
        return spec instanceof LayerSpec.Convolution convolution
                && convolution.groups() == convolution.in()
                && convolution.in() == convolution.out();
    }

    /** Returns whether a dense layer reads one axis of features, and not each step of a sequence. */
    private static boolean flat(LayerView layer) {
        return layer.outputShape().size() == 1;
    }

    private void weights(LayerView layer, LayerId input) {
        Space made = new Space(layer.id().path(), layer.outputShape().get(0));
        spaces.add(made);
        for (ParamInfo param : layer.params()) {
            made.members.add(new Member(param.id(), Axis.OUT, 0, 1));
        }
        indexed(
                new LayerView(
                        layer.id(), layer.spec(), layer.params().subList(0, 1), layer.inputs(), layer.outputShape()),
                Axis.IN,
                runs(input));
        flowing.put(layer.id(), List.of(new Run(made, 1)));
    }

    /** Says that every parameter of a layer is indexed along an axis by what flows. */
    private static void indexed(LayerView layer, Axis axis, List<Run> runs) {
        for (ParamInfo param : layer.params()) {
            long offset = 0;
            for (Run run : runs) {
                run.space().members.add(new Member(param.id(), axis, offset, run.repeat()));
                offset += run.space().size * run.repeat();
            }
        }
    }

    private boolean unite(List<LayerId> inputs) {
        List<Run> first = runs(inputs.get(0));
        for (LayerId input : inputs) {
            List<Run> other = runs(input);
            for (int i = 0; i < first.size(); i++) {
                if (other.size() != first.size()
                        || other.get(i).space().size != first.get(i).space().size
                        || other.get(i).repeat() != first.get(i).repeat()) {
                    return false;
                }
            }
        }
        for (LayerId input : inputs) {
            for (int i = 0; i < first.size(); i++) {
                Space one = first.get(i).space().root();
                Space other = runs(input).get(i).space().root();
                one.fixed |= other.fixed;
                other.united = one;
            }
        }
        return true;
    }

    private void fix(LayerId id) {
        runs(id).forEach(run -> run.space().root().fixed = true);
    }

    private void fixed(LayerId id, List<Long> shape) {
        Space space = new Space(id.path(), shape.isEmpty() ? 1 : shape.get(0));
        space.fixed = true;
        flowing.put(id, List.of(new Run(space, 1)));
    }

    private List<Run> runs(LayerId id) {
        List<Run> runs = flowing.get(id);
        if (runs == null) {
            throw new IllegalArgumentException("no layer '" + id + "' comes before the layer that reads it");
        }
        return runs;
    }
}
