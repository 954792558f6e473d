package {{package}};

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.mask.Latent;
import org.espalier.api.mask.Mask;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Progress;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adds {@code weight · Σ log(1 + w²)} to the loss: it pulls at small weights as L2 does, and hardly at large ones. */
public record {{Class}}(@Knob(value = "its weight in the loss, at least 0", otherwise = "0.0001") double weight)
        implements Regularizer {
    public {{Class}} {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("the weight must be at least 0 but was " + weight);
        }
    }

    @Override
    public Penalty penalty(ParamInfo info, Latent latent, Mask mask, Progress progress) {
        float[] numbers = Flat.copy(latent.dense());
        double sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            double square = (double) numbers[i] * numbers[i];
            sum += Math.log1p(square);
            numbers[i] = (float) (weight * 2 * numbers[i] / (1 + square));
        }
        var gradient = new LinkedHashMap<String, INDArray>();
        latent.trainable().forEach((name, values) -> gradient.put(name, Nd4j.zerosLike(values)));
        return new Penalty(weight * sum, new Latent(Flat.array(numbers, info), gradient, Map.of()));
    }
}
