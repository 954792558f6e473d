package org.espalier.engine.pipeline;

import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Draws new weights under the masks in force: the control experiment of the lottery ticket hypothesis (Frankle and
 * Carbin 2019), which asks whether the masks alone make the ticket.
 */
public record Reinitialize() implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.reinitialize();
    }
}
