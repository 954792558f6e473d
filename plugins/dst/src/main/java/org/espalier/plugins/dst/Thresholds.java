package org.espalier.plugins.dst;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Flat;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads trained thresholds, and mends them. */
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

    /** Returns the thresholds, lowered where they leave an output nothing, so that its largest weight is above. */
    static float[] keepingOne(ParamInfo info, Latent latent, Mask alive) {
        float[] weights = Flat.copy(latent.dense());
        float[] thresholds = Flat.copy(of(latent.trainable()));
        int width = (int) info.rowSize();
        for (int start = 0; start < weights.length; start += width) {
            int largest = start;
            boolean any = false;
            for (int i = start; i < start + width; i++) {
                any |= alive.get(i);
                largest = Math.abs(weights[i]) > Math.abs(weights[largest]) ? i : largest;
            }
            if (!any) {
                int own = largest / (weights.length / thresholds.length);
                thresholds[own] = Math.min(thresholds[own], below(Math.abs(weights[largest])));
            }
        }
        return thresholds;
    }

    /** Returns a threshold that a weight of this size is clearly above. */
    private static float below(float size) {
        return size * (1 - 0x1p-20f) - 1e-30f;
    }
}
