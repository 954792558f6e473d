package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.plugin.Knob;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;

/** Trains weights through a parameterization from here on: trainable thresholds, straight-through estimators. */
public record Parameterize(
        @Knob("the parameterization") Parameterization with,

        @Knob(value = "penalties on what is trained", otherwise = "[]")
        List<Regularizer> regularizers,

        @Knob(value = "which parameters: a name such as fc1.weight, * stands for anything", otherwise = "'*'") @NotBlank
        String on)
        implements TrainingHook {
    public Parameterize {
        regularizers = List.copyOf(regularizers);
    }

    @Override
    public void trainingStarted(Session session) {
        session.parameterize(with, regularizers, on);
    }
}
