package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;

/** A fully connected layer, {@code y = x Wᵀ + b}; of a sequence {@code [steps, features]} it reads each step. */
public record Dense(
        @Knob("neurons") @Positive long units,

        @Knob(value = "whether a bias is added", otherwise = "true")
        boolean bias)
        implements LayerTemplate {
    /** With a bias. */
    public Dense(long units) {
        this(units, true);
    }

    @Override
    public String stem() {
        return "fc";
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        if (inputShape.isEmpty() || inputShape.size() > 2) {
            throw new IllegalArgumentException(
                    "a dense layer needs one axis of features but reads " + inputShape + "; put a flatten before it");
        }
        return new LayerSpec.Dense(inputShape.get(inputShape.size() - 1), units, 1, bias);
    }
}
