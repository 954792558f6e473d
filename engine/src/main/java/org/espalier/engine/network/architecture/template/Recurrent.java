package org.espalier.engine.network.architecture.template;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param factored ranks of the matrices that are products of two factors, by their names among {@link Cell#matrices}
 */
public record Recurrent(Cell cell, long units, boolean last, Map<String, Long> factored) implements LayerTemplate {
    public Recurrent {
        requireNonNull(cell, "cell is null");
        factored = Collections.unmodifiableMap(new LinkedHashMap<>(factored));
    }

    /** With nothing factored. */
    public Recurrent(Cell cell, long units, boolean last) {
        this(cell, units, last, Map.of());
    }

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
        var spec = new LayerSpec.Other(
                cell.name(), Map.of("hidden_size", units, "last", last ? 1L : 0L, "steps", inputShape.get(0)));
        return spec.factoring(factored);
    }
}
