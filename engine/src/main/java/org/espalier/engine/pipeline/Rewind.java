package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.EnumSet;
import java.util.List;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Snapshots.Part;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Brings parts of a kept state back: lottery tickets rewind the weights under the masks they found. The optimizer
 * starts anew unless it is rewound too.
 */
public record Rewind(
        @Knob("the snapshot's name; initial is the network before its first step") @NotBlank
        String to,

        @Knob(
                value = "what comes back: weights, masks, parameterization, optimizer, learning-rate, layers",
                otherwise = "[weights]")
        @NotEmpty
        List<Part> what)
        implements Stage {
    public Rewind {
        what = List.copyOf(what);
    }

    @Override
    public void run(Workbench bench) {
        bench.snapshots().restore(to, EnumSet.copyOf(what));
    }

    /** A state from before layers were replaced comes back only as a whole, and brings its layers along. */
    @Override
    public boolean keepsLayers() {
        return !EnumSet.copyOf(what).equals(EnumSet.allOf(Part.class));
    }
}
