package org.espalier.plugins.regrowth;

import static java.util.Objects.requireNonNull;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;
import org.espalier.api.model.Flat;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.model.Tensors;
import org.espalier.api.plugin.Knob;
import org.espalier.api.schedule.Schedule;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Noise on the gradients of weights that are not zero, so that training is a random walk around descent. Under plain SGD that is
 * {@code θ ← θ + η · ν} (DEEP R: Bellec et al. 2018, the authors' code); other optimizers scale the noise as they scale gradients.
 *
 * <p>Departure: algorithm 1 of the paper adds {@code √(2ηT) · ν} with {@code ν} of deviation 1 and a temperature {@code T} that is given.
 * Here, as in the authors' code, the deviation σ of {@code ν} is given, so that {@code T = η · σ² / 2} falls with the learning rate.
 *
 * @param deviation standard deviation of {@code ν} at first
 * @param lastDeviation standard deviation at the training's end
 * @param schedule its way between them
 * @param everywhere whether weights that are zero walk too, as in soft DEEP R
 */
public record Walk(
        @Knob(value = "standard deviation of the noise", otherwise = "1e-5") @PositiveOrZero
        double deviation,

        @Knob(value = "standard deviation at the end, for schedules that go there", otherwise = "0") @PositiveOrZero
        double lastDeviation,

        @Knob(value = "its way from deviation to last-deviation", otherwise = "constant")
        Schedule schedule,

        @Knob(value = "whether weights that are zero walk too", otherwise = "false")
        boolean everywhere)
        implements TrainingHook {
    public Walk {
        requireNonNull(schedule, "schedule is null");
    }

    @Override
    public Tensors gradientsComputed(Session session, Tensors gradients) {
        double present = deviation + (lastDeviation - deviation) * schedule.at(session.progress());
        RandomGenerator random = session.random();
        var noisy = new LinkedHashMap<ParamId, INDArray>(gradients.byId());
        for (ParamInfo info : session.network().prunable()) {
            noisy.computeIfPresent(info.id(), (id, gradient) -> gradient.sub(noise(info, present, random, session)));
        }
        return new Tensors(noisy);
    }

    private INDArray noise(ParamInfo info, double present, RandomGenerator random, Session session) {
        float[] values = Flat.copy(session.network().effective(info.id()));
        for (int i = 0; i < values.length; i++) {
            values[i] = everywhere || values[i] != 0 ? (float) (present * random.nextGaussian()) : 0;
        }
        return Flat.array(values, info);
    }

    @Override
    public boolean seesGradients() {
        return true;
    }
}
