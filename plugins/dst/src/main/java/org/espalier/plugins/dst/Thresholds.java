package org.espalier.plugins.dst;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.espalier.api.model.Flat;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads trained thresholds. */
final class Thresholds {
    private Thresholds() {}

    /** Returns the thresholds among the extras of a parameter. */
    static INDArray of(Map<String, INDArray> extras) {
        return requireNonNull(extras.get(TrainableThreshold.THRESHOLD), "a weight without trainable thresholds");
    }

    /** Returns {@code |w| − t} of each weight of a parameter: how far above its threshold it is. */
    static float[] margins(NetworkView network, ParamId id) {
        float[] margins = Flat.copy(network.latent(id));
        float[] thresholds = Flat.copy(of(network.extras(id)));
        int each = margins.length / thresholds.length;
        for (int i = 0; i < margins.length; i++) {
            margins[i] = Math.abs(margins[i]) - thresholds[i / each];
        }
        return margins;
    }

    /** Returns a threshold that a weight of this size is clearly above. */
    static float below(float size) {
        return size * (1 - 0x1p-20f) - 1e-30f;
    }
}
