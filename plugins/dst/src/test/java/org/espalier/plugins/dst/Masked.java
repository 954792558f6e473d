package org.espalier.plugins.dst;

import java.util.List;
import java.util.Map;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.model.Axis;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The two outputs of three inputs that the golden numbers are about. */
final class Masked {
    static final ParamInfo INFO =
            new ParamInfo(ParamId.of("lstm", "input-gate"), List.of(2L, 3L), List.of(Axis.OUT, Axis.IN), true);
    static final Mask ALL = Mask.ones(INFO.shape());

    private Masked() {}

    static INDArray weight() {
        return Nd4j.createFromArray(new float[][] {{.05f, -.5f, .2f}, {.3f, -.31f, 1.5f}});
    }

    static Latent latent(float... thresholds) {
        return latent(Nd4j.createFromArray(thresholds));
    }

    static Latent latent(INDArray thresholds) {
        return new Latent(weight(), Map.of("threshold", thresholds), Map.of());
    }

    static float[] thresholds(Latent latent) {
        return Flat.copy(Thresholds.of(latent.trainable()));
    }
}
