package org.espalier.api.mask;

import static java.util.Objects.requireNonNull;
import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.schedule.Progress;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A penalty on one trainable extra alone, each of its numbers by itself. The engine adds it without touching weights or
 * masks; the array form follows.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface ExtraPenalty extends Regularizer {
    /** Returns the name of the trainable extra. */
    String extra();

    @Override
    default Set<String> needs() {
        return Set.of(extra());
    }

    /** Returns what one number adds to the loss. */
    double value(double number);

    /** Returns the derivative of {@link #value}. */
    double slope(double number);

    @Override
    default Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
        INDArray own = requireNonNull(
                latent.trainable().get(extra()), () -> info.id() + " is trained without a '" + extra() + "'");
        float[] numbers = Flat.copy(own);
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += value(numbers[i]);
            numbers[i] = (float) slope(numbers[i]);
        }
        var gradients = new LinkedHashMap<String, INDArray>();
        latent.trainable().forEach((name, values) -> gradients.put(name, Nd4j.zerosLike(values)));
        gradients.put(extra(), Flat.array(numbers, own.shape()));
        return new Penalty(sum, new Latent(Nd4j.zerosLike(latent.dense()), gradients, Map.of()));
    }
}
