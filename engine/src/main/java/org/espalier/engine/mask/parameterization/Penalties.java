package org.espalier.engine.mask.parameterization;

import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.Flat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes penalties of latent weights that treat each by itself. */
final class Penalties {
    private Penalties() {}

    /** Returns the sum of {@code value} over all latent weights and {@code slope} at each; extras get no gradient. */
    static Regularizer.Penalty ofWeights(Latent latent, Scalar value, Scalar slope) {
        INDArray dense = latent.dense();
        float[] weights = Flat.copy(dense);
        float[] gradient = new float[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += value.of(weights[i]);
            gradient[i] = (float) slope.of(weights[i]);
        }
        Map<String, INDArray> extras = latent.trainable().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Nd4j.zerosLike(entry.getValue())));
        return new Regularizer.Penalty(sum, new Latent(Flat.array(gradient, dense.shape()), extras, Map.of()));
    }

    /** A function of one weight. */
    @FunctionalInterface
    interface Scalar {
        double of(double weight);
    }
}
