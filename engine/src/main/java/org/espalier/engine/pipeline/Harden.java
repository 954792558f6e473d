package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/**
 * Ends parameterizations: the weights that the network runs with become what is trained, under the masks in force. What
 * was sparse by a moving pattern is then pruned like any other network, to retrain, rewind, factor or prune further.
 */
public record Harden(
        @Knob(
                value = "which parameters: a name such as fc1.weight, * stands for anything",
                otherwise = "'*'",
                formerly = "on")
        @NotBlank
        String parameters)
        implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.harden(parameters);
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
