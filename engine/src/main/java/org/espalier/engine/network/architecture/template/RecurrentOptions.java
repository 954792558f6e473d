package org.espalier.engine.network.architecture.template;

import jakarta.validation.constraints.Positive;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Cell;

/** What is said of a layer of recurrent cells, whichever cells they are. */
record RecurrentOptions(
        @Knob("hidden units") @Positive long units,

        @Knob(value = "whether only the last step's state is given on", otherwise = "false")
        boolean last,

        @Knob(
                value = "matrices that are products of two trained factors, with their ranks: { weight.input: 8 }",
                otherwise = "{}")
        Map<String, Long> factored) {
    RecurrentOptions {
        factored = Collections.unmodifiableMap(new LinkedHashMap<>(factored));
    }

    Recurrent of(Cell cell) {
        return new Recurrent(cell, units, last, factored);
    }
}
