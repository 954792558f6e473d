package org.espalier.engine.network.layer;

import java.util.List;
import org.espalier.api.model.LayerId;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.model.LayerSpec.Pair;
import org.espalier.engine.kernel.Window;

/** What layers say when shapes do not fit. */
public final class Shapes {
    private Shapes() {}

    /** Returns the exception that says which layer has what problem. */
    public static IllegalArgumentException problem(LayerId id, LayerSpec spec, String what) {
        return new IllegalArgumentException("layer '" + id + "' (" + spec.kind() + "): " + what);
    }

    public static void requirePlanes(LayerId id, LayerSpec spec, List<Long> inputShape) {
        if (inputShape.size() != 3) {
            throw problem(id, spec, "it needs [channels, height, width] but reads " + inputShape);
        }
    }

    public static Window window(
            LayerId id,
            LayerSpec spec,
            List<Long> inputShape,
            Pair kernel,
            Pair stride,
            Pair before,
            Pair after,
            Pair dilation) {
        try {
            return new Window(
                    Math.toIntExact(inputShape.get(0)),
                    Math.toIntExact(inputShape.get(1)),
                    Math.toIntExact(inputShape.get(2)),
                    kernel,
                    stride,
                    before,
                    after,
                    dilation);
        } catch (IllegalArgumentException e) {
            throw problem(id, spec, String.valueOf(e.getMessage()));
        }
    }

    /** Returns a shape with the batch axis in front. */
    public static long[] batched(long batch, List<Long> shape) {
        long[] all = new long[shape.size() + 1];
        all[0] = batch;
        for (int i = 0; i < shape.size(); i++) {
            all[i + 1] = shape.get(i);
        }
        return all;
    }
}
