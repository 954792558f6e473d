package org.espalier.plugins.alds;

import org.espalier.api.model.Flat;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Convolution;
import org.espalier.api.model.LayerSpec.Dense;
import org.espalier.api.model.LayerView;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;

/**
 * The weight of a dense layer or of a convolution without groups, {@code [out, in, height, width]}; of a dense layer height and
 * width are 1.
 */
final class Kernel {
    private final int out;
    private final int in;
    private final int height;
    private final int width;
    private final float[] weights;

    Kernel(int out, int in, int height, int width, float[] weights) {
        this.out = out;
        this.in = in;
        this.height = height;
        this.width = width;
        this.weights = weights;
    }

    /** Returns whether a layer has one: whether it is dense or a convolution, and has no groups. */
    static boolean has(LayerView layer) {
        return (layer.spec() instanceof Dense dense && dense.groups() == 1)
                || (layer.spec() instanceof Convolution conv && conv.groups() == 1);
    }

    /** Returns why a layer has none. */
    static String whyNot(LayerView layer) {
        long groups = layer.spec() instanceof Dense dense
                ? dense.groups()
                : layer.spec() instanceof Convolution conv ? conv.groups() : 1;
        return groups > 1
                ? "its channels are in " + groups + " groups already, each too small to be factored"
                : "a " + layer.spec().kind() + " layer is not factored so";
    }

    /** Returns whether a layer is a convolution without groups whose kernel is larger than 1×1. */
    static boolean isSpatial(LayerView layer) {
        return has(layer)
                && layer.spec() instanceof Convolution conv
                && !conv.kernel().equals(LayerSpec.Pair.of(1));
    }

    /**
     * Reads the weight that a layer runs with.
     *
     * @throws IllegalArgumentException when not all of it is finite
     */
    static Kernel of(LayerView layer, NetworkView network) {
        float[] weights = finite(layer, layer.params().get(0).id(), network);
        if (layer.spec() instanceof Convolution conv) {
            return new Kernel(
                    (int) conv.out(),
                    (int) conv.in(),
                    (int) conv.kernel().height(),
                    (int) conv.kernel().width(),
                    weights);
        }
        var dense = (Dense) layer.spec();
        return new Kernel((int) dense.out(), (int) dense.in(), 1, 1, weights);
    }

    /**
     * Reads what a layer runs with for a parameter.
     *
     * @throws IllegalArgumentException when not all of it is finite
     */
    static float[] finite(LayerView layer, ParamId id, NetworkView network) {
        float[] weights = Flat.copy(network.effective(id));
        for (float weight : weights) {
            if (!Float.isFinite(weight)) {
                throw new IllegalArgumentException("layer '" + layer.id() + "' cannot be decomposed: its weight '" + id
                        + "' has " + weight + " in it. Train with a lower learning rate, or load other weights");
            }
        }
        return weights;
    }

    int out() {
        return out;
    }

    int in() {
        return in;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    float at(int o, int i, int y, int x) {
        return weights[((o * in + i) * height + y) * width + x];
    }
}
