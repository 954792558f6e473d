package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Keeps the network's present state under a name. */
public record Snapshot(
        @Knob("the name, for rewind") @NotBlank String name) implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.snapshots().take(name);
    }
}
