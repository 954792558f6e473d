package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Snapshots;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Keeps the network's present state under a name. */
public record Snapshot(
        @Knob("the name, for rewind") @NotBlank String name) implements Stage {
    public Snapshot {
        requireOwn(name);
    }

    /** Requires that users may take a snapshot of this name. */
    static void requireOwn(String name) {
        if (name.equals(Snapshots.INITIAL) || name.startsWith("before ") || name.startsWith("initial before ")) {
            throw new IllegalArgumentException(
                    "the snapshot '" + name + "' is kept by the run itself. Choose another name");
        }
    }

    @Override
    public void run(Workbench bench) {
        bench.snapshots().take(name);
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
