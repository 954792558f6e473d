package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is trained in place of one weight array.
 *
 * @param dense an array of the parameter's shape
 * @param trainable further arrays that the optimizer moves, by name: thresholds, scores
 * @param constant further arrays that nothing moves or decays, by name: signs
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Latent(INDArray dense, Map<String, INDArray> trainable, Map<String, INDArray> constant) {
    public Latent {
        requireNonNull(dense, "dense is null");
        trainable = Collections.unmodifiableMap(new LinkedHashMap<>(trainable));
        constant = Collections.unmodifiableMap(new LinkedHashMap<>(constant));
    }

    /** Returns latent parameters without any extras. */
    public static Latent of(INDArray dense) {
        return new Latent(dense, Map.of(), Map.of());
    }

    /** Returns these with another dense array. */
    public Latent withDense(INDArray next) {
        return new Latent(next, trainable, constant);
    }
}
