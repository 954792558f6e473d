package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** Normalizes each channel by the statistics of the batch in training, by running ones else (Ioffe and Szegedy 2015). */
public record BatchNormalization(
        @Knob(value = "added to variances, which keeps the quotient finite", otherwise = "1.0e-5") @Positive
        double epsilon,

        @Knob(
                value = "the share of the running statistics that a batch leaves as it was: 1 minus what PyTorch means",
                otherwise = "0.9")
        @DecimalMin("0")
        @DecimalMax("1")
        double momentum)
        implements LayerTemplate {
    /** With the usual epsilon of 1e-5, and running statistics that move by a tenth. */
    public BatchNormalization() {
        this(1e-5, 0.9);
    }

    @Override
    public String stem() {
        return "bn";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return new LayerSpec.Other("BatchNormalization", Map.of("epsilon", epsilon, "momentum", momentum));
    }
}
