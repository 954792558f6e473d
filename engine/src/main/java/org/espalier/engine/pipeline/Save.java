package org.espalier.engine.pipeline;

import jakarta.validation.constraints.NotBlank;
import org.espalier.api.format.ModelFormat;
import org.espalier.api.plugin.Knob;
import org.espalier.api.stage.Stage;
import org.espalier.api.stage.Workbench;
import org.espalier.engine.run.RunFiles;

/** Writes the model into the run's directory, or to a path of its own. */
public record Save(
        @Knob(value = "the file; relative to the run's directory", otherwise = "model.safetensors") @NotBlank
        String file,

        @Knob(value = "how it is written", otherwise = "safetensors")
        ModelFormat format)
        implements Stage {
    public Save {
        RunFiles.requireFree(file);
    }

    @Override
    public void run(Workbench bench) {
        bench.save(format, bench.directory().resolve(file));
    }

    @Override
    public boolean keepsLayers() {
        return true;
    }
}
