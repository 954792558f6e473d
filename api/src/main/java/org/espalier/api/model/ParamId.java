package org.espalier.api.model;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/**
 * Names a parameter of a layer.
 *
 * @param layer the layer that owns it
 * @param name its role in the layer: {@code weight}, {@code bias}, or one gate's matrix
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record ParamId(LayerId layer, String name) implements Comparable<ParamId> {
    public ParamId {
        requireNonNull(layer, "layer is null");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a parameter's name must not be blank");
        }
    }

    /** Returns the parameter {@code name} of the layer {@code layer}. */
    public static ParamId of(String layer, String name) {
        return new ParamId(new LayerId(layer), name);
    }

    @Override
    public int compareTo(ParamId other) {
        int byLayer = layer.compareTo(other.layer);
        return byLayer != 0 ? byLayer : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return layer.path() + "." + name;
    }
}
