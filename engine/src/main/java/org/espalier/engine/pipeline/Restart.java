package org.espalier.engine.pipeline;

import java.util.EnumSet;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Goes back to the run's very beginning: first weights, no masks, an optimizer without memory. */
public record Restart() implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.snapshots().restore(Snapshots.INITIAL, EnumSet.allOf(Part.class));
    }
}
