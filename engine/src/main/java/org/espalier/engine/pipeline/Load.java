package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;

/** Replaces the network's weights and masks by those in a file. */
public record Load(
        @Knob("the file; beside the pipeline file, in the working directory or in the distribution") @NotBlank
        String file,

        @Knob(value = "how it was written", otherwise = "safetensors")
        ModelFormat format)
        implements Stage {
    @Override
    public void run(Workbench bench) {
        bench.load(format, file);
    }
}
