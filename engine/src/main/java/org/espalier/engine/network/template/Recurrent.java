package org.espalier.engine.network.template;

import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.espalier.api.model.LayerSpec;
import org.espalier.engine.kernel.Cell;

/**
 * A recurrent cell over sequences {@code [steps, features]}.
 *
 * @param cell which one
 * @param units hidden units
 * @param last whether only the last step's state is given, {@code [units]}; else every step's, {@code [steps, units]}
 */
public record Recurrent(Cell cell, @Positive long units, boolean last) implements LayerTemplate {
    @Override
    public String stem() {
        return cell.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        if (inputShape.size() != 2) {
            throw new IllegalArgumentException("a recurrent layer needs [steps, features] but reads " + inputShape);
        }
        // What ONNX tells from its input's shape is said here too, for whoever counts operations.
        return new LayerSpec.Other(
                cell.name(), Map.of("hidden_size", units, "last", last ? 1L : 0L, "steps", inputShape.get(0)));
    }
}
