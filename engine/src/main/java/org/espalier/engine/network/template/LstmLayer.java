package org.espalier.engine.network.template;

import jakarta.validation.constraints.Positive;
import java.util.List;
import org.espalier.api.model.LayerSpec;
import org.espalier.api.plugin.Knob;
import org.espalier.engine.kernel.Cell;

/** A layer of {@link Cell#LSTM} cells. */
public record LstmLayer(
        @Knob("hidden units") @Positive long units,

        @Knob(value = "whether only the last step's state is given on", otherwise = "false")
        boolean last)
        implements LayerTemplate {
    @Override
    public String stem() {
        return recurrent().stem();
    }

    @Override
    public LayerSpec spec(List<Long> inputShape) {
        return recurrent().spec(inputShape);
    }

    private Recurrent recurrent() {
        return new Recurrent(Cell.LSTM, units, last);
    }
}
