package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.mask.Glob;
import org.espalier.api.mask.Parameterization;
import org.espalier.api.mask.Regularizer;
import org.espalier.api.model.NetworkView;
import org.espalier.api.model.ParamId;
import org.espalier.api.model.ParamInfo;
import org.espalier.api.plugin.Knob;
import org.espalier.api.train.Session;
import org.espalier.api.train.TrainingHook;

/** Trains weights through a parameterization from here on: trainable thresholds, straight-through estimators. */
public record Parameterize(
        @Knob("the parameterization") Parameterization with,

        @Knob(value = "penalties on what is trained", otherwise = "[]")
        List<Regularizer> regularizers,

        @Knob(
                value = "which parameters: a name such as fc1.weight, * stands for anything",
                otherwise = "'*'",
                formerly = "on")
        @NotBlank
        String parameters)
        implements TrainingHook {
    public Parameterize {
        regularizers = List.copyOf(regularizers);
    }

    @Override
    public void trainingStarted(Session session) {
        session.parameterize(with, regularizers, parameters);
    }

    @Override
    public Set<ParamId> decides(NetworkView network) {
        Glob names = Glob.of(parameters);
        return network.prunable().stream()
                .map(ParamInfo::id)
                .filter(id -> with.decides() && names.matches(id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
