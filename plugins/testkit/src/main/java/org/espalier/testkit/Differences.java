package org.espalier.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.espalier.api.mask.Latent;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares gradients with central differences. Values are floats, so steps are wide and tolerances are loose. */
final class Differences {
    private static final double STEP = 1e-2;
    /** Elements compared in each array, spread over it. */
    private static final int SAMPLES = 16;

    private Differences() {}

    static void check(Latent at, Latent gradient, ToDoubleFunction<Latent> value) {
        check("the latent array", at.dense(), gradient.dense(), moved -> value.applyAsDouble(at.withDense(moved)));
        at.trainable().forEach((name, array) -> {
            Function<INDArray, Latent> with = moved -> {
                Map<String, INDArray> extras = new LinkedHashMap<>(at.trainable());
                extras.put(name, moved);
                return new Latent(at.dense(), extras, at.constant());
            };
            check(
                    "extra '" + name + "'",
                    array,
                    trainable(gradient, name),
                    moved -> value.applyAsDouble(with.apply(moved)));
        });
    }

    static INDArray trainable(Latent latent, String name) {
        return requireNonNull(latent.trainable().get(name), () -> "no extra '" + name + "'");
    }

    private static void check(String what, INDArray at, INDArray gradient, ToDoubleFunction<INDArray> value) {
        float[] expected = Untouched.values(gradient);
        int stride = Math.max(1, expected.length / SAMPLES);
        for (int i = 0; i < expected.length; i += stride) {
            double slope =
                    (value.applyAsDouble(moved(at, i, STEP)) - value.applyAsDouble(moved(at, i, -STEP))) / (2 * STEP);
            assertThat(slope)
                    .as("slope at %s, element %d; where the map has a kink, override parameterizationLatent", what, i)
                    .isCloseTo(expected[i], within(2e-2 * Math.max(1, Math.abs(slope))));
        }
    }

    private static INDArray moved(INDArray at, int index, double by) {
        INDArray copy = at.dup('c');
        INDArray flat = copy.reshape('c', new long[] {copy.length()});
        flat.putScalar(index, flat.getDouble(index) + by);
        return copy;
    }
}
