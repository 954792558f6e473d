package org.espalier.api.decompose;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.Axis;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;

/** Chains as the network will hold them once they stand in a layer's place: names, parameters and shapes, without weights. */
@API(status = EXPERIMENTAL, since = "0.1")
public final class ChainViews {
    private ChainViews() {}

    /** Returns the name of one layer of a chain: of the last the replaced layer's, of those before it {@code <name>.1} on. */
    public static LayerId name(LayerId replaced, int index, int length) {
        return index == length - 1 ? replaced : new LayerId(replaced.path() + "." + (index + 1));
    }

    /**
     * Returns the names of the chain that stands in a layer's place, in order; the layer's alone where none does.
     *
     * @param replaced the layer whose place it takes
     * @param layers the names of all layers
     */
    public static List<LayerId> names(LayerId replaced, Set<LayerId> layers) {
        var names = new ArrayList<LayerId>();
        // Whatever a chain's length, the layers before the last are called alike.
        for (int i = 0; layers.contains(name(replaced, i, Integer.MAX_VALUE)); i++) {
            names.add(name(replaced, i, Integer.MAX_VALUE));
        }
        names.add(replaced);
        return names;
    }

    /**
     * Returns views of a chain of dense layers or of convolutions, to be priced.
     *
     * @param replaced the layer whose place it takes
     * @param inputShape what that layer reads, for one example
     * @param specs what the chain's layers compute, in order
     */
    public static List<LayerView> of(LayerView replaced, List<Long> inputShape, List<LayerSpec> specs) {
        var views = new ArrayList<LayerView>();
        List<Long> shape = inputShape;
        List<LayerId> inputs = replaced.inputs();
        for (int i = 0; i < specs.size(); i++) {
            LayerSpec spec = specs.get(i);
            LayerId id = name(replaced.id(), i, specs.size());
            shape = outputShape(spec, shape);
            views.add(new LayerView(id, spec, params(id, spec), inputs, shape));
            inputs = List.of(id);
        }
        return views;
    }

    private static List<ParamInfo> params(LayerId id, LayerSpec spec) {
        if (spec instanceof Dense dense) {
            return params(
                    id, List.of(dense.out(), dense.in() / dense.groups()), List.of(Axis.OUT, Axis.IN), dense.bias());
        }
        Convolution conv = convolution(spec);
        return params(
                id,
                List.of(
                        conv.out(),
                        conv.in() / conv.groups(),
                        conv.kernel().height(),
                        conv.kernel().width()),
                List.of(Axis.OUT, Axis.IN, Axis.HEIGHT, Axis.WIDTH),
                conv.bias());
    }

    private static List<ParamInfo> params(LayerId id, List<Long> shape, List<Axis> axes, boolean bias) {
        var weight = new ParamInfo(new ParamId(id, "weight"), shape, axes, true);
        return bias
                ? List.of(weight, new ParamInfo(new ParamId(id, "bias"), shape.subList(0, 1), List.of(Axis.OUT), false))
                : List.of(weight);
    }

    private static List<Long> outputShape(LayerSpec spec, List<Long> input) {
        var output = new ArrayList<>(input);
        if (spec instanceof Dense dense) {
            output.set(output.size() - 1, dense.out());
            return output;
        }
        Convolution conv = convolution(spec);
        return List.of(
                conv.out(),
                extent(
                        input.get(1),
                        conv.kernel().height(),
                        conv.stride().height(),
                        conv.padding().height(),
                        conv.dilation().height()),
                extent(
                        input.get(2),
                        conv.kernel().width(),
                        conv.stride().width(),
                        conv.padding().width(),
                        conv.dilation().width()));
    }

    private static long extent(long input, long kernel, long stride, long padding, long dilation) {
        return (input + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }

    private static Convolution convolution(LayerSpec spec) {
        if (spec instanceof Convolution conv) {
            return conv;
        }
        throw new IllegalArgumentException("a chain has dense layers and convolutions, but this is " + spec.kind());
    }
}
