package org.espalier.engine.network.channel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.MaskSet;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Follows channels through a network over living weights: forwards from the input, backwards from the output. A channel is
 * the first axis of a layer's output: a feature of a dense layer, a filter's plane of a convolution.
 */
final class PathFinder {
    /** Layers that work on each channel by itself, by their ONNX names. */
    private static final Set<String> CHANNELWISE = Set.of(
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Selu",
            "Gelu",
            "Tanh",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Clip",
            "Softplus",
            "Identity",
            "Dropout",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "BatchNormalization",
            "InstanceNormalization",
            "Pad");

    private final NetworkView network;
    private final MaskSet masks;
    private final Map<LayerId, LayerView> byId = new LinkedHashMap<>();
    private final Map<LayerId, BitSet> reached = new LinkedHashMap<>();
    private final Map<LayerId, BitSet> useful = new LinkedHashMap<>();

    PathFinder(NetworkView network, MaskSet masks) {
        this.network = network;
        this.masks = masks;
        network.layers().forEach(layer -> byId.put(layer.id(), layer));
    }

    Connectivity find() {
        List<LayerView> layers = network.layers();
        reached.put(NetworkView.INPUT, full(channels(network.inputShape())));
        layers.forEach(this::forwards);
        useful.put(NetworkView.INPUT, new BitSet());
        layers.forEach(layer -> useful.put(layer.id(), new BitSet()));
        if (!layers.isEmpty()) {
            LayerView last = layers.get(layers.size() - 1);
            get(useful, last.id()).or(full(channels(last.outputShape())));
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            backwards(layers.get(i));
        }
        return report(layers);
    }

    private Connectivity report(List<LayerView> layers) {
        List<LayerId> cut = new ArrayList<>();
        Map<LayerId, Connectivity.Dead> dead = new LinkedHashMap<>();
        for (LayerView layer : layers) {
            ParamInfo weight = weight(layer);
            if (weight == null) {
                continue;
            }
            Mask mask = masks.get(weight.id());
            if (mask.alive() == 0) {
                cut.add(layer.id());
            }
            int units = channels(layer.outputShape());
            List<Integer> withoutInput = missing(get(reached, layer.id()), units);
            List<Integer> withoutOutput = missing(get(useful, layer.id()), units);
            if (!withoutInput.isEmpty() || !withoutOutput.isEmpty()) {
                dead.put(layer.id(), new Connectivity.Dead(units, withoutInput, withoutOutput));
            }
        }
        boolean connected = layers.isEmpty()
                || !get(reached, layers.get(layers.size() - 1).id()).isEmpty();
        return new Connectivity(cut, connected, dead);
    }

    private void forwards(LayerView layer) {
        int outputs = channels(layer.outputShape());
        BitSet result = new BitSet(outputs);
        ParamInfo weight = weight(layer);
        if (weight != null) {
            throughWeights(layer, weight, get(reached, layer.inputs().get(0)), result);
        } else if (isFlatten(layer)) {
            int repeat = repeat(layer);
            get(reached, layer.inputs().get(0)).stream()
                    .forEach(channel -> result.set(channel * repeat, (channel + 1) * repeat));
        } else if (isConcat(layer)) {
            int offset = 0;
            for (LayerId input : layer.inputs()) {
                int start = offset;
                get(reached, input).stream().forEach(channel -> result.set(start + channel));
                offset += channels(shape(input));
            }
        } else if (isChannelwise(layer, outputs)) {
            layer.inputs().forEach(input -> result.or(get(reached, input)));
        } else if (layer.inputs().stream()
                .anyMatch(input -> !get(reached, input).isEmpty())) {
            result.set(0, outputs);
        }
        reached.put(layer.id(), result);
    }

    private void backwards(LayerView layer) {
        BitSet outputs = get(useful, layer.id());
        ParamInfo weight = weight(layer);
        if (weight != null) {
            fromWeights(layer, weight, outputs, get(useful, layer.inputs().get(0)));
            return;
        }
        int offset = 0;
        for (LayerId input : layer.inputs()) {
            BitSet into = get(useful, input);
            int channels = channels(shape(input));
            if (isFlatten(layer)) {
                int repeat = repeat(layer);
                outputs.stream().forEach(feature -> into.set(feature / repeat));
            } else if (isConcat(layer)) {
                into.or(outputs.get(offset, offset + channels));
            } else if (isChannelwise(layer, channels(layer.outputShape()))) {
                into.or(outputs);
            } else if (!outputs.isEmpty()) {
                into.set(0, channels);
            }
            offset += channels;
        }
    }

    /** Adds to {@code into} every output that a living weight ties to one of {@code inputs}. */
    private void throughWeights(LayerView layer, ParamInfo weight, BitSet inputs, BitSet into) {
        Mask mask = masks.get(weight.id());
        Ties ties = new Ties(layer, weight, channels(shape(layer.inputs().get(0))));
        mask.forEachAlive(element -> {
            int output = ties.output(element);
            if (!into.get(output) && inputs.get(ties.input(element))) {
                into.set(output);
            }
        });
    }

    /** Adds to {@code into} every input that a living weight ties to one of {@code outputs}. */
    private void fromWeights(LayerView layer, ParamInfo weight, BitSet outputs, BitSet into) {
        Mask mask = masks.get(weight.id());
        Ties ties = new Ties(layer, weight, channels(shape(layer.inputs().get(0))));
        mask.forEachAlive(element -> {
            if (outputs.get(ties.output(element))) {
                into.set(ties.input(element));
            }
        });
    }

    /** Returns the masked weight of a dense layer or a convolution, null for any other layer. */
    private @Nullable ParamInfo weight(LayerView layer) {
        if (layer.spec() instanceof LayerSpec.Other || layer.inputs().size() != 1) {
            return null;
        }
        return layer.params().stream()
                .filter(info -> info.prunable() && masks.byId().containsKey(info.id()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isFlatten(LayerView layer) {
        return layer.spec().kind().equals("Flatten");
    }

    private static boolean isConcat(LayerView layer) {
        return layer.spec().kind().equals("Concat");
    }

    private boolean isChannelwise(LayerView layer, int outputs) {
        boolean kind = CHANNELWISE.contains(layer.spec().kind())
                || layer.spec().kind().equals("Add")
                || layer.spec().kind().equals("Mul");
        return kind && layer.inputs().stream().allMatch(input -> channels(shape(input)) == outputs);
    }

    private int repeat(LayerView layer) {
        int inputs = channels(shape(layer.inputs().get(0)));
        return channels(layer.outputShape()) / inputs;
    }

    private List<Long> shape(LayerId id) {
        LayerView layer = byId.get(id);
        return layer == null ? network.inputShape() : layer.outputShape();
    }

    private static int channels(List<Long> shape) {
        return shape.isEmpty() ? 1 : Math.toIntExact(shape.get(0));
    }

    private static BitSet get(Map<LayerId, BitSet> sets, LayerId id) {
        BitSet set = sets.get(id);
        if (set == null) {
            throw new IllegalArgumentException("no layer '" + id + "' comes before the layer that reads it");
        }
        return set;
    }

    private static BitSet full(int size) {
        BitSet set = new BitSet(size);
        set.set(0, size);
        return set;
    }

    private static List<Integer> missing(BitSet present, int size) {
        BitSet absent = full(size);
        absent.andNot(present);
        return absent.stream().boxed().toList();
    }

    /** Which input and output channel a weight ties together. */
    private static final class Ties {
        private final long kernel;
        private final long inputs;
        private final long outputsOfGroup;
        private final long repeat;

        /** Takes the number of channels that come in: fewer than the weight reads where a dense layer reads planes. */
        Ties(LayerView layer, ParamInfo weight, int channels) {
            long outputs = weight.shape().get(0);
            this.inputs = weight.shape().get(1);
            this.kernel = weight.rowSize() / inputs;
            long groups = groups(layer.spec());
            this.outputsOfGroup = outputs / groups;
            this.repeat = Math.max(1, inputs * groups / channels);
        }

        int output(long element) {
            return (int) (element / kernel / inputs);
        }

        int input(long element) {
            long group = output(element) / outputsOfGroup;
            return (int) ((group * inputs + element / kernel % inputs) / repeat);
        }

        private static long groups(LayerSpec spec) {
            if (spec instanceof LayerSpec.Dense dense) {
                return dense.groups();
            }
            return spec instanceof LayerSpec.Convolution convolution ? convolution.groups() : 1;
        }
    }
}
